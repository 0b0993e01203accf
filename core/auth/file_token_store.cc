// SPDX-License-Identifier: Apache-2.0
#include "core/auth/file_token_store.h"

#include <fcntl.h>
#include <stdlib.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <utility>

#include <openssl/evp.h>

#include "absl/strings/escaping.h"
#include "absl/strings/str_cat.h"
#include "core/auth/json_members.h"
#include "core/base/status.h"
#include "core/codec/json.h"

namespace sfconnector {
namespace {

// Far more than a token: what is longer is some other file.
constexpr std::size_t kMaxFileBytes = 64 * 1024;
constexpr std::chrono::milliseconds kFirstLockPause{20};
constexpr std::chrono::milliseconds kLongestLockPause{500};

class File {
 public:
  explicit File(int descriptor) : descriptor_(descriptor) {}
  File(File&& other) noexcept : descriptor_(std::exchange(other.descriptor_, -1)) {}
  File& operator=(File&&) = delete;
  ~File() {
    if (descriptor_ >= 0) close(descriptor_);
  }

  bool is_open() const { return descriptor_ >= 0; }
  int descriptor() const { return descriptor_; }

  // False, with errno, where the content may not have reached the disk.
  bool Close() { return close(std::exchange(descriptor_, -1)) == 0; }

 private:
  int descriptor_;
};

class FileLock final : public TokenStore::Lock {
 public:
  explicit FileLock(File file) : file_(std::move(file)) {}

 private:
  File file_;  // closing it unlocks it
};

std::string Fingerprint(const Secret& token) {
  unsigned char digest[EVP_MAX_MD_SIZE];
  unsigned int size = 0;
  const std::string& text = token.Reveal();
  EVP_Digest(text.data(), text.size(), digest, &size, EVP_sha256(), nullptr);
  return absl::BytesToHexString(absl::string_view(reinterpret_cast<const char*>(digest), size));
}

bool WriteAll(int descriptor, absl::string_view bytes) {
  while (!bytes.empty()) {
    const ssize_t written = write(descriptor, bytes.data(), bytes.size());
    if (written < 0 && errno == EINTR) continue;
    if (written < 0) return false;
    bytes.remove_prefix(static_cast<std::size_t>(written));
  }
  return true;
}

class FileTokenStore final : public TokenStore {
 public:
  FileTokenStore(std::string path, const Secret& configured)
      : path_(std::move(path)), ancestor_(Fingerprint(configured)) {}

  Task<absl::StatusOr<std::unique_ptr<Lock>>> Acquire(CallContext& context) override {
    const std::string lock_path = absl::StrCat(path_, ".lock");
    File file(open(lock_path.c_str(), O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0600));
    if (!file.is_open()) co_return SystemFailure("cannot open its lock file");
    Clock::Duration pause = kFirstLockPause;
    while (flock(file.descriptor(), LOCK_EX | LOCK_NB) != 0) {
      if (errno == EINTR) continue;
      if (errno != EWOULDBLOCK) co_return SystemFailure("cannot lock its lock file");
      absl::Status slept = co_await SleepFor(context, pause);
      if (slept.code() == absl::StatusCode::kDeadlineExceeded) co_return Locked();
      if (!slept.ok()) co_return slept;
      pause = std::min<Clock::Duration>(2 * pause, kLongestLockPause);
    }
    std::unique_ptr<Lock> lock = std::make_unique<FileLock>(std::move(file));
    co_return lock;
  }

  absl::StatusOr<std::optional<Secret>> Load() override {
    std::optional<Secret> none;
    File file(open(path_.c_str(), O_RDONLY | O_CLOEXEC));
    if (!file.is_open()) {
      if (errno == ENOENT) return none;
      return SystemFailure("cannot be opened");
    }
    std::string content(kMaxFileBytes + 1, '\0');
    std::size_t size = 0;
    while (size < content.size()) {
      const ssize_t count = read(file.descriptor(), content.data() + size, content.size() - size);
      if (count < 0 && errno == EINTR) continue;
      if (count < 0) return SystemFailure("cannot be read");
      if (count == 0) break;
      size += static_cast<std::size_t>(count);
    }
    content.resize(size);
    return Parse(Secret(std::move(content)));
  }

  absl::Status Save(const Secret& refresh_token) override {
    std::string temporary = absl::StrCat(path_, ".XXXXXX");
    File file(mkostemp(temporary.data(), O_CLOEXEC));  // mode 0600
    if (!file.is_open()) return SystemFailure("cannot be written");
    const Secret content = Content(refresh_token);
    const bool replaced = WriteAll(file.descriptor(), content.Reveal()) &&
                          fsync(file.descriptor()) == 0 && file.Close() &&
                          rename(temporary.c_str(), path_.c_str()) == 0;
    if (!replaced) {
      absl::Status failure = SystemFailure("cannot be written");
      unlink(temporary.c_str());
      return failure;
    }
    return SyncFolder();
  }

 private:
  absl::Status Failure(absl::string_view what) const {
    absl::Status status =
        absl::FailedPreconditionError(absl::StrCat("the token store ", path_, " ", what));
    return WithReason(std::move(status), "TOKEN_STORE_FAILED");
  }

  absl::Status SystemFailure(absl::string_view what) const {
    char text[128];
    return Failure(absl::StrCat(what, ": ", strerror_r(errno, text, sizeof text)));
  }

  absl::Status Locked() const {
    absl::Status status = absl::UnavailableError(
        absl::StrCat("the token store ", path_, " is locked by another process"));
    v1::SalesforceError detail;
    detail.set_retryability(v1::RETRYABILITY_SAFE);
    detail.set_outcome(v1::OUTCOME_NOT_DONE);
    return WithReason(WithSalesforceError(std::move(status), detail), "TOKEN_STORE_LOCKED");
  }

  absl::StatusOr<std::optional<Secret>> Parse(const Secret& content) const {
    std::optional<Secret> token;
    std::optional<JsonMembers> members;
    if (content.Reveal().size() <= kMaxFileBytes) members = JsonMembers::Read(content.Reveal());
    const bool whole = members && !members->String("descends_from").empty() &&
                       !members->String("refresh_token").empty();
    if (!whole) {
      return Failure("is not a token store: move it away to begin with the configured token");
    }
    if (members->String("descends_from").Reveal() == ancestor_) {
      token = members->String("refresh_token");
    }
    return token;
  }

  Secret Content(const Secret& refresh_token) const {
    std::string json;
    JsonWriter writer(json);
    writer.BeginObject();
    writer.Name("descends_from");
    writer.String(ancestor_);
    writer.Name("refresh_token");
    writer.String(refresh_token.Reveal());
    writer.EndObject();
    return Secret(std::move(json));
  }

  // Makes the new name of the file survive a crash.
  absl::Status SyncFolder() const {
    const std::size_t slash = path_.rfind('/');
    const std::string folder = slash == std::string::npos ? "." : path_.substr(0, slash + 1);
    const File file(open(folder.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC));
    if (!file.is_open() || fsync(file.descriptor()) != 0)
      return SystemFailure("cannot be synchronised");
    return absl::OkStatus();
  }

  const std::string path_;
  const std::string ancestor_;  // the fingerprint of the configured token
};

}  // namespace

std::unique_ptr<TokenStore> MakeFileTokenStore(std::string path, const Secret& configured) {
  return std::make_unique<FileTokenStore>(std::move(path), configured);
}

}  // namespace sfconnector
