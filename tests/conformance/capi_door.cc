// SPDX-License-Identifier: Apache-2.0
// The C door: libsfconnector.so, loaded as a host in another language loads it.
#include "tests/conformance/capi_door.h"

#include <dlfcn.h>

#include <sstream>

#include <gtest/gtest.h>

namespace sfconnector::conformance {
namespace {

// Every function of the library that the tests call.
struct Library {
  explicit Library(void* handle) {
#define LOAD(name) name = reinterpret_cast<decltype(name)>(dlsym(handle, "sfc_" #name))
    LOAD(client_new);
    LOAD(client_free);
    LOAD(options_new);
    LOAD(options_set);
    LOAD(options_set_timeout_ms);
    LOAD(options_free);
    LOAD(call);
    LOAD(reply_message);
    LOAD(reply_metadata_at);
    LOAD(reply_free);
    LOAD(stream_open);
    LOAD(stream_write);
    LOAD(stream_close_writes);
    LOAD(stream_next);
    LOAD(stream_reply);
    LOAD(stream_cancel);
    LOAD(stream_free);
    LOAD(error_code);
    LOAD(error_message);
    LOAD(error_details);
    LOAD(error_json);
    LOAD(error_metadata_at);
    LOAD(error_free);
#undef LOAD
  }

  decltype(&sfc_client_new) client_new;
  decltype(&sfc_client_free) client_free;
  decltype(&sfc_options_new) options_new;
  decltype(&sfc_options_set) options_set;
  decltype(&sfc_options_set_timeout_ms) options_set_timeout_ms;
  decltype(&sfc_options_free) options_free;
  decltype(&sfc_call) call;
  decltype(&sfc_reply_message) reply_message;
  decltype(&sfc_reply_metadata_at) reply_metadata_at;
  decltype(&sfc_reply_free) reply_free;
  decltype(&sfc_stream_open) stream_open;
  decltype(&sfc_stream_write) stream_write;
  decltype(&sfc_stream_close_writes) stream_close_writes;
  decltype(&sfc_stream_next) stream_next;
  decltype(&sfc_stream_reply) stream_reply;
  decltype(&sfc_stream_cancel) stream_cancel;
  decltype(&sfc_stream_free) stream_free;
  decltype(&sfc_error_code) error_code;
  decltype(&sfc_error_message) error_message;
  decltype(&sfc_error_details) error_details;
  decltype(&sfc_error_json) error_json;
  decltype(&sfc_error_metadata_at) error_metadata_at;
  decltype(&sfc_error_free) error_free;
};

const Library& Lib() {
  static const Library* const library = [] {
    void* handle = dlopen(SFC_LIBRARY, RTLD_NOW | RTLD_LOCAL);
    if (handle == nullptr) {
      ADD_FAILURE() << SFC_LIBRARY << " cannot be loaded";
      std::abort();
    }
    return new Library(handle);
  }();
  return *library;
}

Outcome Record(Outcome outcome) {
  std::ostringstream text;
  text << outcome;
  AddToTranscript(text.str());
  return outcome;
}

// Takes the error, if there is one.
Outcome ToOutcome(sfc_error* error) {
  Outcome outcome;
  if (error == nullptr) return outcome;
  outcome.code = Lib().error_code(error);
  outcome.message = Lib().error_message(error);
  std::size_t size = 0;
  const void* details = Lib().error_details(error, &size);
  ReadDetails(std::string(static_cast<const char*>(details), size), outcome);
  const char* value = nullptr;
  for (std::size_t i = 0; const char* key = Lib().error_metadata_at(error, i, &value); ++i)
    outcome.metadata[key] = value;
  AddToTranscript(Lib().error_json(error));
  Lib().error_free(error);
  return outcome;
}

void AddMetadata(const sfc_reply* reply, Outcome& outcome) {
  const char* value = nullptr;
  for (std::size_t i = 0; const char* key = Lib().reply_metadata_at(reply, i, &value); ++i)
    outcome.metadata[key] = value;
}

// Options of a call, freed in the end.
class Options {
 public:
  explicit Options(const CallSettings& settings) : handle_(Lib().options_new()) {
    for (const auto& [key, value] : settings.options) {
      sfc_error* error = nullptr;
      Lib().options_set(handle_, key.c_str(), value.c_str(), &error);
      if (error != nullptr && refusal_.ok()) {
        refusal_ = ToOutcome(error);
      } else {
        Lib().error_free(error);
      }
    }
    Lib().options_set_timeout_ms(handle_, settings.timeout.count(), nullptr);
  }
  Options(const Options&) = delete;
  Options& operator=(const Options&) = delete;
  ~Options() { Lib().options_free(handle_); }

  const sfc_options* get() const { return handle_; }
  // What is wrong with an option.
  const Outcome& refusal() const { return refusal_; }

 private:
  sfc_options* handle_;
  Outcome refusal_;
};

class CapiStream final : public Duplex {
 public:
  CapiStream(sfc_stream* stream, Outcome outcome) : stream_(stream), outcome_(std::move(outcome)) {}
  ~CapiStream() override { Lib().stream_free(stream_); }

  bool Write(const std::string& request) override {
    return stream_ != nullptr &&
           Lib().stream_write(stream_, request.data(), request.size(), nullptr) == SFC_OK;
  }

  void CloseWrites() override {
    if (stream_ != nullptr) Lib().stream_close_writes(stream_, nullptr);
  }

  std::optional<std::string> Next() override {
    if (stream_ == nullptr) return std::nullopt;
    const void* message = nullptr;
    std::size_t size = 0;
    sfc_error* error = nullptr;
    const int32_t code = Lib().stream_next(stream_, -1, &message, &size, &error);
    if (code == SFC_OK) return std::string(static_cast<const char*>(message), size);
    outcome_ = ToOutcome(error);
    if (const sfc_reply* reply = Lib().stream_reply(stream_)) AddMetadata(reply, outcome_);
    return std::nullopt;
  }

  void Cancel() override { Lib().stream_cancel(stream_); }

  Outcome Finish() override { return Record(outcome_); }

 private:
  sfc_stream* const stream_;
  Outcome outcome_;
};

class CapiDoor final : public Door {
 public:
  Outcome Connect(const std::string& config, std::unique_ptr<Connection>* connection) override {
    std::unique_ptr<CapiConnection> made;
    Outcome outcome = CapiConnection::Make(config, &made);
    *connection = std::move(made);
    return outcome;
  }

  std::string FieldName(const std::string& field) const override { return field; }
};

void Log(void*, int32_t, const char* json, std::size_t size) {
  AddToTranscript(std::string(json, size));
}

}  // namespace

Outcome CapiConnection::Make(const std::string& config,
                             std::unique_ptr<CapiConnection>* connection) {
  sfc_client* client = nullptr;
  sfc_error* error = nullptr;
  Lib().client_new(config.data(), config.size(), &Log, nullptr, &client, &error);
  Outcome outcome = ToOutcome(error);
  if (client != nullptr) connection->reset(new CapiConnection(client));
  return Record(std::move(outcome));
}

CapiConnection::~CapiConnection() { Lib().client_free(client_); }

Outcome CapiConnection::Call(const std::string& method, int32_t format, const std::string& request,
                             const CallSettings& settings, std::string* response) {
  const Options options(settings);
  if (!options.refusal().ok()) return Record(options.refusal());
  sfc_reply* reply = nullptr;
  sfc_error* error = nullptr;
  Lib().call(client_, method.c_str(), format, request.data(), request.size(), options.get(), &reply,
             &error);
  Outcome outcome = ToOutcome(error);
  if (reply != nullptr) {
    std::size_t size = 0;
    const void* message = Lib().reply_message(reply, &size);
    if (response != nullptr) response->assign(static_cast<const char*>(message), size);
    AddMetadata(reply, outcome);
    Lib().reply_free(reply);
  }
  return Record(std::move(outcome));
}

std::unique_ptr<Stream> CapiConnection::Open(const std::string& method, int32_t format,
                                             const std::string& request,
                                             const CallSettings& settings) {
  const Options options(settings);
  if (!options.refusal().ok()) return std::make_unique<CapiStream>(nullptr, options.refusal());
  sfc_stream* stream = nullptr;
  sfc_error* error = nullptr;
  Lib().stream_open(client_, method.c_str(), format, options.get(), &stream, &error);
  if (stream == nullptr) return std::make_unique<CapiStream>(nullptr, ToOutcome(error));
  const int32_t written = Lib().stream_write(stream, request.data(), request.size(), &error);
  if (written == SFC_OK || written == SFC_END)
    return std::make_unique<CapiStream>(stream, Outcome());
  Lib().stream_free(stream);
  return std::make_unique<CapiStream>(nullptr, ToOutcome(error));
}

std::unique_ptr<Duplex> CapiConnection::OpenDuplex(const std::string& method,
                                                   const CallSettings& settings) {
  const Options options(settings);
  if (!options.refusal().ok()) return std::make_unique<CapiStream>(nullptr, options.refusal());
  sfc_stream* stream = nullptr;
  sfc_error* error = nullptr;
  Lib().stream_open(client_, method.c_str(), SFC_PROTO, options.get(), &stream, &error);
  return std::make_unique<CapiStream>(stream, ToOutcome(error));
}

Outcome CapiConnection::UploadFrom(const std::string& method, const RequestSource& next,
                                   const CallSettings& settings, std::string* response) {
  const std::unique_ptr<Duplex> stream = OpenDuplex(method, settings);
  // A write fails once the call has ended.
  while (const std::optional<std::string> request = next()) {
    if (!stream->Write(*request)) break;
  }
  stream->CloseWrites();
  while (std::optional<std::string> message = stream->Next()) {
    if (response != nullptr) *response = *std::move(message);
  }
  return stream->Finish();
}

std::unique_ptr<Door> MakeDoor() { return std::make_unique<CapiDoor>(); }

}  // namespace sfconnector::conformance
