// SPDX-License-Identifier: Apache-2.0
#include "core/base/spool.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstdlib>
#include <functional>
#include <system_error>
#include <utility>

#include <asio/prefer.hpp>

#include "absl/strings/str_cat.h"
#include "core/base/status.h"

namespace sfconnector {
namespace {

std::string DirectoryOrDefault(std::string directory) {
  if (!directory.empty()) return directory;
  // NOLINTNEXTLINE(concurrency-mt-unsafe): nothing here writes the environment
  const char* const temporary = std::getenv("TMPDIR");
  return temporary != nullptr && *temporary != '\0' ? temporary : "/tmp";
}

absl::Status Full(absl::string_view why) {
  return WithReason(absl::ResourceExhaustedError(absl::StrCat("the spool is full: ", why)),
                    "SPOOL_FULL");
}

absl::Status Failed(absl::string_view what, int error) {
  const std::string why = std::generic_category().message(error);
  if (error == ENOSPC || error == EDQUOT || error == EFBIG) return Full(why);
  return WithReason(absl::FailedPreconditionError(absl::StrCat("the spool ", what, ": ", why)),
                    "SPOOL_FAILED");
}

// A file that has no name, or loses it at once where the file system knows none without.
int OpenUnnamed(const std::string& directory) {
  const int unnamed = open(directory.c_str(), O_TMPFILE | O_RDWR | O_CLOEXEC, S_IRUSR | S_IWUSR);
  if (unnamed >= 0 || (errno != EOPNOTSUPP && errno != EISDIR)) return unnamed;
  std::string path = absl::StrCat(directory, "/sfconnector-XXXXXX");
  const int named = mkostemp(path.data(), O_CLOEXEC);
  if (named >= 0) unlink(path.c_str());
  return named;
}

// Runs `work` on another executor, which is where its result appears before this returns.
template <class Result>
Task<Result> RunOn(Executor there, Executor back, std::function<Result()> work) {
  struct Shared {
    Event done;
    Result result{};
  };
  auto shared = std::make_shared<Shared>();
  // An event loop with nothing else to do must wait for this.
  back = asio::prefer(back, asio::execution::outstanding_work_t::tracked);
  asio::post(there, [shared, back = std::move(back), work = std::move(work)] {
    shared->result = work();
    asio::post(back, [shared] { shared->done.Set(); });
  });
  co_await shared->done.Wait();
  co_return std::move(shared->result);
}

}  // namespace

// Lives as long as the file and the work on it that waits for the disk.
class SpoolFile::Descriptor {
 public:
  explicit Descriptor(int number) : number_(number) {}
  Descriptor(const Descriptor&) = delete;
  Descriptor& operator=(const Descriptor&) = delete;
  ~Descriptor() { close(number_); }

  absl::Status Write(absl::string_view bytes, std::uint64_t offset) const {
    while (!bytes.empty()) {
      const ssize_t written =
          pwrite(number_, bytes.data(), bytes.size(), static_cast<off_t>(offset));
      if (written < 0 && errno == EINTR) continue;
      if (written < 0) return Failed("cannot be written to", errno);
      bytes.remove_prefix(static_cast<std::size_t>(written));
      offset += static_cast<std::uint64_t>(written);
    }
    return absl::OkStatus();
  }

  absl::StatusOr<std::string> Read(std::uint64_t offset, std::size_t size) const {
    std::string bytes(size, '\0');
    std::size_t have = 0;
    while (have < size) {
      const ssize_t read =
          pread(number_, bytes.data() + have, size - have, static_cast<off_t>(offset + have));
      if (read < 0 && errno == EINTR) continue;
      if (read <= 0) return Failed("cannot be read", read < 0 ? errno : EIO);
      have += static_cast<std::size_t>(read);
    }
    return bytes;
  }

 private:
  const int number_;
};

Spool::Spool(std::string directory, std::uint64_t max_bytes, Executor executor)
    : directory_(DirectoryOrDefault(std::move(directory))),
      max_bytes_(max_bytes),
      executor_(std::move(executor)) {
  idle_.Set();
}

Task<absl::StatusOr<std::shared_ptr<SpoolFile>>> Spool::Create() {
  if (disk_ == nullptr) disk_ = std::make_unique<EventLoop>();
  struct Opened {
    int number = -1;
    int error = 0;
  };
  std::function<Opened()> open_file = [directory = directory_] {
    Opened opened;
    opened.number = OpenUnnamed(directory);
    opened.error = errno;
    return opened;
  };
  Executor disk = disk_->executor();
  const Opened opened = co_await RunOn(disk, executor_, std::move(open_file));
  if (opened.number < 0) co_return Failed("takes no file", opened.error);
  auto descriptor = std::make_shared<SpoolFile::Descriptor>(opened.number);
  co_return std::make_shared<SpoolFile>(*this, std::move(descriptor));
}

Task<void> Spool::Close() { co_await idle_.Wait(); }

SpoolFile::SpoolFile(Spool& spool, std::shared_ptr<Descriptor> descriptor)
    : spool_(spool), descriptor_(std::move(descriptor)) {
  ++spool_.files_;
  spool_.idle_.Reset();
}

SpoolFile::~SpoolFile() {
  // Closing frees what the file holds, for which the disk may take its time.
  asio::post(spool_.disk_->executor(), [descriptor = std::move(descriptor_)] {});
  spool_.used_ -= size_;
  if (--spool_.files_ == 0) spool_.idle_.Set();
}

Task<absl::Status> SpoolFile::Append(std::string bytes) {
  const std::size_t size = bytes.size();
  if (size > spool_.max_bytes_ - spool_.used_) {
    co_return Full(absl::StrCat("it may hold ", spool_.max_bytes_, " bytes"));
  }
  spool_.used_ += size;
  std::function<absl::Status()> write = [descriptor = descriptor_, bytes = std::move(bytes),
                                         offset = size_] {
    return descriptor->Write(bytes, offset);
  };
  Executor disk = spool_.disk_->executor();
  absl::Status status = co_await RunOn(disk, spool_.executor_, std::move(write));
  if (status.ok()) {
    size_ += size;
  } else {
    spool_.used_ -= size;
  }
  co_return status;
}

Task<absl::StatusOr<std::string>> SpoolFile::Read(std::uint64_t offset,
                                                  std::size_t max_bytes) const {
  const std::size_t size =
      offset < size_ ? static_cast<std::size_t>(std::min<std::uint64_t>(size_ - offset, max_bytes))
                     : 0;
  using Bytes = absl::StatusOr<std::string>;
  std::function<Bytes()> read = [descriptor = descriptor_, offset, size] {
    return descriptor->Read(offset, size);
  };
  Executor disk = spool_.disk_->executor();
  Bytes bytes = co_await RunOn(disk, spool_.executor_, std::move(read));
  co_return bytes;
}

}  // namespace sfconnector
