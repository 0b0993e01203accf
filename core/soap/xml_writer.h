// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <memory>
#include <string>

#include "absl/status/statusor.h"

extern "C" {
struct _xmlBuffer;
struct _xmlTextWriter;
}

namespace sfconnector {

// Writes one XML document in UTF-8. Texts are escaped; that XML can hold them (IsXmlText), and that
// names are names, is the caller's to see to.
class XmlWriter {
 public:
  XmlWriter();
  XmlWriter(const XmlWriter&) = delete;
  XmlWriter& operator=(const XmlWriter&) = delete;
  ~XmlWriter();

  void Begin(const std::string& name);
  // Of the element that was begun last, before anything stands in it.
  void Attribute(const std::string& name, const std::string& value);
  void Text(const std::string& text);
  void End();

  // An element with nothing but a text in it.
  void Element(const std::string& name, const std::string& text);

  // Ends the document. INTERNAL where it could not be written, for want of memory.
  absl::StatusOr<std::string> Finish();

 private:
  // What the library's functions return: less than 0 where they failed.
  void Check(int result) { failed_ = failed_ || result < 0; }

  struct FreeBuffer {
    void operator()(_xmlBuffer* buffer) const;
  };
  struct FreeWriter {
    void operator()(_xmlTextWriter* writer) const;
  };

  // The writer ends first: it still writes to the buffer.
  std::unique_ptr<_xmlBuffer, FreeBuffer> buffer_;
  std::unique_ptr<_xmlTextWriter, FreeWriter> writer_;
  bool failed_;
};

}  // namespace sfconnector
