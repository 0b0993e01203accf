// SPDX-License-Identifier: Apache-2.0
#include <cstddef>
#include <cstdint>
#include <string>

#include "core/base/call_options.h"
#include "core/codec/json_value.h"
#include "core/soap/soap_message.h"
#include "core/soap/soap_request.h"
#include "core/soap/xml_reader.h"
#include "core/soap/xml_text.h"
#include "core/soap/xml_writer.h"
#include "sfconnector/v1/lead_service.pb.h"
#include "tests/fuzz/require.h"

namespace sfconnector {
namespace {

constexpr int kMaxDepth = 64;

// Whether the name has one meaning wherever it stands: a prefix that is not declared stays in it.
bool HasPlainNames(const XmlElement& element) {
  if (element.name.find(':') != std::string::npos) return false;
  for (const XmlElement& child : element.children) {
    if (!HasPlainNames(child)) return false;
  }
  return true;
}

void Write(const XmlElement& element, int depth, XmlWriter& writer) {
  Require(depth <= kMaxDepth);
  Require(!element.name.empty() && IsXmlText(element.name) && IsXmlText(element.text));
  Require(element.text.empty() || element.children.empty());
  writer.Begin(element.name);
  if (depth == 1) writer.Attribute("xmlns:xsi", "http://www.w3.org/2001/XMLSchema-instance");
  if (element.nil) writer.Attribute("xsi:nil", "true");
  writer.Text(element.text);
  for (const XmlElement& child : element.children) Write(child, depth + 1, writer);
  writer.End();
}

void RequireEqual(const XmlElement& a, const XmlElement& b) {
  Require(a.name == b.name && a.text == b.text && a.nil == b.nil);
  Require(a.children.size() == b.children.size());
  for (std::size_t i = 0; i < a.children.size(); ++i) RequireEqual(a.children[i], b.children[i]);
}

// What was read is written as XML that reads the same.
void RoundTrip(absl::string_view xml) {
  const absl::StatusOr<XmlElement> root = ReadXml(xml);
  if (!root.ok()) return;
  XmlWriter writer;
  Write(*root, 1, writer);
  const absl::StatusOr<std::string> written = writer.Finish();
  Require(written.ok());
  if (!HasPlainNames(*root)) return;
  const absl::StatusOr<XmlElement> again = ReadXml(*written);
  Require(again.ok());
  RequireEqual(*root, *again);
}

// A success is read into a message, whose fields and further elements can be written as JSON.
void ReadSuccess(const RestReply& reply) {
  ReplyMetadata metadata;
  const absl::StatusOr<XmlElement> response = ReadSoapReply(reply, "convertLead", metadata);
  for (const auto& [key, value] : metadata.entries) {
    CallOptions options;
    Require(options.Set(key, value).ok());
  }
  if (!response.ok()) return;
  for (const XmlElement& child : response->children) {
    v1::LeadConvertResult result;
    ReadSoapFields(child, result);
    Require(v1::LeadConvertResult().ParseFromString(result.SerializeAsString()));
    Require(ToJson(ToValue(child)).ok());
  }
}

// A fault becomes an error that can be read as one of REST.
void ReadFault(RestReply reply) {
  reply.status = 500;
  const std::string xml = reply.body;
  const absl::StatusOr<RestRequest> request = RenderSoapRequest(
      "convertLead", "v59.0", {}, Effect::kOnce, [](XmlWriter&) { return absl::OkStatus(); });
  request->to_rest_failure(reply);
  v1::Value error;
  Require(reply.body == xml || JsonToValue(reply.body, error).ok());
}

}  // namespace
}  // namespace sfconnector

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  sfconnector::RestReply reply;
  reply.status = 200;
  reply.body.assign(reinterpret_cast<const char*>(data), size);
  sfconnector::RoundTrip(reply.body);
  sfconnector::ReadSuccess(reply);
  sfconnector::ReadFault(reply);
  return 0;
}
