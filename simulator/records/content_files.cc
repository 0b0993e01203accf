// SPDX-License-Identifier: Apache-2.0
#include "simulator/records/content_files.h"

#include <algorithm>
#include <array>
#include <utility>

#include "simulator/base/error_text.h"
#include "simulator/base/str_cat.h"
#include "simulator/base/text.h"
#include "simulator/records/derivations.h"
#include "simulator/records/row_editor.h"
#include "simulator/session/crypto.h"

namespace sfsim {
namespace {

void AddText(std::string_view name, std::string value, JsonValue* record) {
  JsonValue text;
  text.kind = value.empty() ? JsonValue::Kind::kNull : JsonValue::Kind::kString;
  text.text = std::move(value);
  record->kind = JsonValue::Kind::kObject;
  record->members.push_back({std::string(name), std::move(text)});
}

// What a document repeats of its latest version.
JsonValue DocumentRecord(const RowDraft& version) {
  JsonValue record;
  for (const char* name : {"Title", "Description", "FileType", "FileExtension"}) {
    AddText(name, version.Text(name), &record);
  }
  AddText("ContentSize", std::to_string(version.Number("ContentSize").value_or(0)), &record);
  return record;
}

std::string FileType(const std::string& extension) {
  constexpr std::array<std::pair<std::string_view, std::string_view>, 10> kTypes = {
      {{"", "UNKNOWN"},
       {"txt", "TEXT"},
       {"jpg", "JPG"},
       {"doc", "WORD"},
       {"docx", "WORD_X"},
       {"xls", "EXCEL"},
       {"xlsx", "EXCEL_X"},
       {"ppt", "POWER_POINT"},
       {"pptx", "POWER_POINT_X"},
       {"htm", "HTML"}}};
  for (const auto& [known, type] : kTypes) {
    if (known == extension) return std::string(type);
  }
  return extension.size() > 20 ? "UNKNOWN" : AsciiUpper(extension);
}

int64_t CountVersions(const RowDraft& version, const std::string& document_id) {
  Statement& count = version.connection()->Cached(
      "SELECT COUNT(*) FROM \"ContentVersion\" WHERE \"ContentDocumentId\"=?1");
  count.BindText(1, document_id);
  const int64_t versions = count.Step() ? count.Integer(0) : 0;
  count.Reset();
  return versions;
}

}  // namespace

void DeriveContentVersion(const Schema&, int64_t now, RowDraft* draft) {
  if (draft->Changes("PathOnClient")) {
    const std::string path = draft->Text("PathOnClient");
    const std::string name = path.substr(path.find_last_of("/\\") + 1);
    const size_t dot = name.rfind('.');
    const bool extended = dot != std::string::npos && name.size() - dot <= 40;
    const std::string extension = extended ? AsciiLower(name.substr(dot + 1)) : "";
    draft->Derive("FileExtension", extension.empty() ? SqlValue() : SqlValue(extension));
    draft->Derive("FileType", FileType(extension));
    if (draft->insert()) draft->Derive("Title", name.substr(0, dot));
  }
  if (draft->Changes("VersionData")) {
    const auto bytes = Base64Decode(draft->Text("VersionData"));
    draft->Derive("Checksum", Md5Hex(bytes.value_or("")));
    draft->Derive("ContentModifiedDate", now);
  }
}

SaveResult ContentFiles::AddDocument(RowDraft* version) {
  SaveResult result;
  for (const char* name : {"PathOnClient", "VersionData"}) {
    if (!version->Text(name).empty() || !version->Text("ContentUrl").empty()) continue;
    result.errors.push_back(
        RowError("REQUIRED_FIELD_MISSING", text::RequiredFieldsMissing(name), {name}));
    return result;
  }
  std::string document = version->Text("ContentDocumentId");
  int64_t earlier = 0;
  if (document.empty()) {
    RowEditor editor(&schema_, &store_, version->connection(), author_);
    const ObjectType* type = schema_.Find("ContentDocument");
    JsonValue record = DocumentRecord(*version);
    AddText("OwnerId", version->Text("OwnerId"), &record);
    AddText("PublishStatus", "P", &record);
    result = editor.Insert(*type, record);
    if (!result.ok()) return result;
    document = result.id;
  } else {
    earlier = CountVersions(*version, document);
    Statement& older = version->connection()->Cached(
        "UPDATE \"ContentVersion\" SET \"IsLatest\"=0 WHERE \"ContentDocumentId\"=?1");
    older.BindText(1, document);
    older.Run();
  }
  version->Set("ContentDocumentId", document);
  version->Derive("VersionNumber", std::to_string(earlier + 1));
  version->Derive("IsLatest", int64_t{1});
  version->Derive("PublishStatus", "P");
  return result;
}

SaveResult ContentFiles::Publish(const RowDraft& version) {
  RowEditor editor(&schema_, &store_, version.connection(), author_);
  const std::string document = version.Text("ContentDocumentId");
  JsonValue record = DocumentRecord(version);
  AddText("LatestPublishedVersionId", version.id(), &record);
  SaveResult saved = editor.Update(*schema_.Find("ContentDocument"), document, record,
                                   InvalidCrossReferenceError());
  if (!saved.ok() || version.Text("VersionNumber") != "1") return saved;
  const std::string owner = version.Text("OwnerId");
  const std::string place = version.Text("FirstPublishLocationId");
  saved = Link(version, owner, "I");
  if (saved.ok() && !place.empty() && place != owner) saved = Link(version, place, "V");
  return saved;
}

SaveResult ContentFiles::Link(const RowDraft& version, const std::string& entity_id,
                              const char* share_type) {
  RowEditor editor(&schema_, &store_, version.connection(), author_);
  JsonValue record;
  AddText("LinkedEntityId", entity_id, &record);
  AddText("ContentDocumentId", version.Text("ContentDocumentId"), &record);
  AddText("ShareType", share_type, &record);
  AddText("Visibility", "AllUsers", &record);
  return editor.Insert(*schema_.Find("ContentDocumentLink"), record);
}

}  // namespace sfsim
