// SPDX-License-Identifier: Apache-2.0
#include "core/soap/xml_reader.h"

#include <libxml/parser.h>
#include <libxml/xmlreader.h>

#include <algorithm>
#include <limits>
#include <memory>
#include <utility>

#include "absl/status/status.h"
#include "core/base/status.h"
#include "core/soap/xml_text.h"

namespace sfconnector {
namespace {

constexpr std::size_t kMaxDepth = 64;
constexpr int kMaxElements = 1'000'000;
constexpr char kInstance[] = "http://www.w3.org/2001/XMLSchema-instance";

struct FreeReader {
  void operator()(xmlTextReader* reader) const { xmlFreeTextReader(reader); }
};

struct FreeText {
  void operator()(xmlChar* text) const { xmlFree(text); }
};

const char* Chars(const xmlChar* text) { return reinterpret_cast<const char*>(text); }
const xmlChar* Xml(const char* text) { return reinterpret_cast<const xmlChar*>(text); }

// Builds elements from a document's pieces.
class TreeBuilder {
 public:
  explicit TreeBuilder(xmlTextReader* reader) : reader_(reader) {}

  absl::StatusOr<XmlElement> Build() {
    int state = xmlTextReaderRead(reader_);
    for (; state == 1; state = xmlTextReaderRead(reader_)) {
      SFC_RETURN_IF_ERROR(Take());
    }
    if (state < 0 || !open_.empty()) return absl::InternalError("it is no well-formed XML");
    return std::move(root_);
  }

 private:
  absl::Status Take() {
    switch (xmlTextReaderNodeType(reader_)) {
      case XML_READER_TYPE_ELEMENT:
        return Begin();
      case XML_READER_TYPE_END_ELEMENT:
        End();
        return absl::OkStatus();
      case XML_READER_TYPE_TEXT:
      case XML_READER_TYPE_CDATA:
      case XML_READER_TYPE_WHITESPACE:
      case XML_READER_TYPE_SIGNIFICANT_WHITESPACE:
        if (!open_.empty()) open_.back().text += Chars(xmlTextReaderConstValue(reader_));
        return absl::OkStatus();
      case XML_READER_TYPE_DOCUMENT_TYPE:
      case XML_READER_TYPE_ENTITY_REFERENCE:
        return absl::InternalError("its XML has a document type");
      default:
        return absl::OkStatus();
    }
  }

  absl::Status Begin() {
    if (open_.size() == kMaxDepth) return absl::InternalError("its XML is nested too deeply");
    if (++elements_ > kMaxElements) return absl::InternalError("its XML has too many elements");
    XmlElement& element = open_.emplace_back();
    element.name = Chars(xmlTextReaderConstLocalName(reader_));
    const std::unique_ptr<xmlChar, FreeText> nil(
        xmlTextReaderGetAttributeNs(reader_, Xml("nil"), Xml(kInstance)));
    if (nil != nullptr) {
      const absl::string_view value = Chars(nil.get());
      element.nil = value == "true" || value == "1";
    }
    if (xmlTextReaderIsEmptyElement(reader_) == 1) End();
    return absl::OkStatus();
  }

  void End() {
    XmlElement element = std::move(open_.back());
    open_.pop_back();
    // What stands between children is white space.
    if (!element.children.empty()) element.text.clear();
    if (open_.empty()) {
      root_ = std::move(element);
    } else {
      open_.back().children.emplace_back(std::move(element));
    }
  }

  xmlTextReader* const reader_;
  std::vector<XmlElement> open_;
  XmlElement root_;
  int elements_ = 0;
};

}  // namespace

const XmlElement* XmlElement::Find(absl::string_view child) const {
  const auto it =
      std::find_if(children.begin(), children.end(),
                   [child](const XmlElement& element) { return element.name == child; });
  return it == children.end() ? nullptr : &*it;
}

absl::StatusOr<XmlElement> ReadXml(absl::string_view document) {
  if (document.size() > static_cast<std::size_t>(std::numeric_limits<int>::max())) {
    return absl::InternalError("its XML is too long");
  }
  // The library tells of other encodings' errors on the process's stderr.
  if (!IsXmlText(document)) return absl::InternalError("its XML is no UTF-8");
  const int options = XML_PARSE_NONET | XML_PARSE_NOERROR | XML_PARSE_NOWARNING |
                      XML_PARSE_NOCDATA | XML_PARSE_IGNORE_ENC;
  const std::unique_ptr<xmlTextReader, FreeReader> reader(xmlReaderForMemory(
      document.data(), static_cast<int>(document.size()), nullptr, nullptr, options));
  if (reader == nullptr) return absl::InternalError("its XML could not be read");
  return TreeBuilder(reader.get()).Build();
}

}  // namespace sfconnector
