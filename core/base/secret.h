// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <string_view>
#include <utility>

namespace sfconnector {

// Text that must not be shown: there is no way to print, log or format it, and its memory is
// overwritten before it is released.
class Secret {
 public:
  Secret() = default;
  explicit Secret(std::string text) : text_(std::move(text)) {}
  Secret(const Secret&) = default;
  Secret(Secret&& other) noexcept : text_(std::move(other.text_)) { other.Wipe(); }
  Secret& operator=(const Secret& other) {
    if (this != &other) {
      Wipe();
      text_ = other.text_;
    }
    return *this;
  }
  Secret& operator=(Secret&& other) noexcept {
    if (this != &other) {
      Wipe();
      text_ = std::move(other.text_);
      other.Wipe();
    }
    return *this;
  }
  ~Secret() { Wipe(); }

  bool empty() const { return text_.empty(); }

  // The text itself, for putting it on the wire. Valid while this object is unchanged.
  const std::string& Reveal() const { return text_; }

  friend bool operator==(const Secret& a, const Secret& b) { return a.text_ == b.text_; }

 private:
  void Wipe() noexcept {
    volatile char* p = text_.data();
    for (std::size_t i = 0; i < text_.size(); ++i) p[i] = '\0';
    text_.clear();
  }

  std::string text_;
};

}  // namespace sfconnector
