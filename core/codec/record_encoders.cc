// SPDX-License-Identifier: Apache-2.0
#include <initializer_list>
#include <utility>

#include "core/base/status.h"
#include "core/codec/child_path.h"
#include "core/codec/json_value_reader.h"
#include "core/codec/page_encoder.h"
#include "core/codec/value_encoder.h"
#include "core/codec/wire.h"

namespace sfconnector {
namespace {

using Response = v1::StreamQueryResponse;
constexpr char kRecordsTag = WireBuffer::BytesTag(Response::kRecordsFieldNumber);
constexpr char kJsonTag = WireBuffer::BytesTag(Response::kJsonFieldNumber);
constexpr char kContinuedPathTag = WireBuffer::BytesTag(Response::kContinuedPathFieldNumber);
static_assert(kRecordsTag == WireBuffer::BytesTag(v1::QueryResponse::kRecordsFieldNumber));
static_assert(kJsonTag == WireBuffer::BytesTag(v1::QueryResponse::kJsonFieldNumber));

// What the encodings share whose messages say by `continued_path` which rows they hold.
class RecordsBase : public PageEncoder {
 public:
  explicit RecordsBase(const PageFormat& format) : format_(format) {}

  void Begin(const ChildSet* set) final {
    Abandon();
    path_.Reset(set == nullptr ? std::vector<ChildStep>() : set->path);
    continued_path_.clear();
    if (set == nullptr) return;
    for (const ChildStep& step : set->path) {
      continued_path_.Byte(kContinuedPathTag);
      const WireBuffer::Length length = continued_path_.Open(1);
      continued_path_.VarintField(v1::ChildStep::kRowFieldNumber,
                                  static_cast<std::uint64_t>(step.row));
      continued_path_.BytesField(v1::ChildStep::kRelationshipFieldNumber, step.relationship);
      continued_path_.Close(length);
    }
  }

  void End(DecodedPage& page) final {
    Flush();
    page.messages = std::exchange(messages_, {});
    page.continued = path_.TakeContinued();
  }

  void Abandon() final {
    Forget();
    messages_.clear();
  }

 protected:
  // Makes a message of the rows since the last one, if there are any.
  virtual void Flush() = 0;
  // Forgets those rows.
  virtual void Forget() = 0;

  void AddMessage(std::initializer_list<absl::string_view> parts) {
    std::string& message = messages_.emplace_back();
    std::size_t size = continued_path_.size();
    for (const absl::string_view part : parts) size += part.size();
    message.reserve(size);
    message.append(continued_path_.view().data(), continued_path_.size());
    for (const absl::string_view part : parts) message.append(part.data(), part.size());
  }

  const PageFormat& format_;
  ChildPath path_;

 private:
  WireBuffer continued_path_;
  std::vector<std::string> messages_;
};

class RecordsEncoder final : public RecordsBase {
 public:
  explicit RecordsEncoder(const PageFormat& format)
      : RecordsBase(format), values_(rows_, format_.token_of, &path_) {}

  absl::Status Row(JsonCursor& cursor, std::int64_t ordinal) override {
    rows_.Byte(kRecordsTag);
    const WireBuffer::Length length = rows_.Open(2);
    SFC_RETURN_IF_ERROR(values_.Record(cursor, 0, ordinal));
    rows_.Close(length);
    if (rows_.size() >= format_.message_bytes) Flush();
    return absl::OkStatus();
  }

 private:
  void Flush() override {
    if (rows_.empty()) return;
    AddMessage({rows_.view()});
    rows_.clear();
  }

  void Forget() override { rows_.clear(); }

  WireBuffer rows_;
  ValueEncoder values_;
};

// Sends on the page's own text from the first row of a message to its last, with what stands
// between them.
class JsonEncoder final : public RecordsBase {
 public:
  using RecordsBase::RecordsBase;

  absl::Status Row(JsonCursor& cursor, std::int64_t ordinal) override {
    const char* const begin = cursor.position();
    SFC_RETURN_IF_ERROR(CheckRecord(cursor, 0, ordinal));
    const absl::string_view row = cursor.TextSince(begin);
    SFC_RETURN_IF_ERROR(CheckEscapes(row));
    if (begin_ == nullptr) begin_ = begin;
    end_ = row.data() + row.size();
    if (Pending() >= format_.message_bytes) Flush();
    return absl::OkStatus();
  }

 private:
  absl::Status CheckRecord(JsonCursor& cursor, int depth, std::int64_t row) {
    if (depth >= kMaxJsonDepth) return TooDeep();
    return cursor.ReadObject([&](absl::string_view name) -> absl::Status {
      const bool child_rows = cursor.kind() == '{' && IsRecordSet(cursor);
      const absl::Status status =
          child_rows ? CheckSet(cursor, depth + 1, row, name) : cursor.Skip(depth + 1);
      return PrefixField(name, status);
    });
  }

  absl::Status CheckSet(JsonCursor& cursor, int depth, std::int64_t parent_row,
                        absl::string_view relationship) {
    if (depth + 1 >= kMaxJsonDepth) return TooDeep();
    SetHead head;
    ChildSet set;
    path_.Enter(parent_row, relationship);
    SFC_RETURN_IF_ERROR(cursor.ReadObject([&](absl::string_view name) -> absl::Status {
      if (name == "records") {
        return cursor.ReadArray([&] { return CheckRecord(cursor, depth + 2, set.rows++); });
      }
      const absl::StatusOr<bool> known = head.Read(name, cursor);
      if (!known.ok()) return known.status();
      return *known ? absl::OkStatus() : cursor.Skip(depth + 1);
    }));
    SFC_RETURN_IF_ERROR(head.Check());
    set.total_size = head.total_size;
    set.next_records_url = head.next_records_url;
    if (!head.done) path_.AddContinued(std::move(set));
    path_.Leave();
    return absl::OkStatus();
  }

  std::size_t Pending() const {
    return begin_ == nullptr ? 0 : static_cast<std::size_t>(end_ - begin_);
  }

  void Flush() override {
    if (begin_ == nullptr) return;
    WireBuffer head;
    head.Byte(kJsonTag);
    head.Varint(Pending() + 2);
    head.Byte('[');
    AddMessage({head.view(), absl::string_view(begin_, Pending()), "]"});
    begin_ = nullptr;
  }

  void Forget() override { begin_ = nullptr; }

  // The rows of the next message, in the page's text.
  const char* begin_ = nullptr;
  const char* end_ = nullptr;
};

}  // namespace

std::unique_ptr<PageEncoder> MakeRecordsEncoder(const PageFormat& format) {
  return std::make_unique<RecordsEncoder>(format);
}

std::unique_ptr<PageEncoder> MakeJsonEncoder(const PageFormat& format) {
  return std::make_unique<JsonEncoder>(format);
}

}  // namespace sfconnector
