// SPDX-License-Identifier: Apache-2.0
#include "core/soap/xml_writer.h"

#include <libxml/xmlwriter.h>

#include "absl/status/status.h"

namespace sfconnector {
namespace {

const xmlChar* Xml(const std::string& text) {
  return reinterpret_cast<const xmlChar*>(text.c_str());
}

}  // namespace

void XmlWriter::FreeBuffer::operator()(_xmlBuffer* buffer) const { xmlBufferFree(buffer); }

void XmlWriter::FreeWriter::operator()(_xmlTextWriter* writer) const { xmlFreeTextWriter(writer); }

XmlWriter::XmlWriter()
    : buffer_(xmlBufferCreate()),
      writer_(xmlNewTextWriterMemory(buffer_.get(), 0)),
      failed_(buffer_ == nullptr || writer_ == nullptr) {
  Check(xmlTextWriterStartDocument(writer_.get(), nullptr, "UTF-8", nullptr));
}

XmlWriter::~XmlWriter() = default;

void XmlWriter::Begin(const std::string& name) {
  Check(xmlTextWriterStartElement(writer_.get(), Xml(name)));
}

void XmlWriter::Attribute(const std::string& name, const std::string& value) {
  Check(xmlTextWriterWriteAttribute(writer_.get(), Xml(name), Xml(value)));
}

void XmlWriter::Text(const std::string& text) {
  Check(xmlTextWriterWriteString(writer_.get(), Xml(text)));
}

void XmlWriter::End() { Check(xmlTextWriterEndElement(writer_.get())); }

void XmlWriter::Element(const std::string& name, const std::string& text) {
  Begin(name);
  Text(text);
  End();
}

absl::StatusOr<std::string> XmlWriter::Finish() {
  Check(xmlTextWriterEndDocument(writer_.get()));
  if (failed_) return absl::InternalError("the XML could not be written");
  return std::string(reinterpret_cast<const char*>(xmlBufferContent(buffer_.get())),
                     static_cast<std::size_t>(xmlBufferLength(buffer_.get())));
}

}  // namespace sfconnector
