// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <string>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "core/base/event.h"
#include "core/base/event_loop.h"
#include "core/base/task.h"

namespace sfconnector {

class SpoolFile;

// Where a connection puts on disk what is too large for memory: files with mode 0600 and without a
// name, which are gone with the process, however it ends. What they hold together is bounded.
// Reading and writing happen on a thread of its own, so that no event loop waits for a disk.
// Confined to one executor; outlives its files.
class Spool {
 public:
  // `directory` must exist; the system's for temporary files where it is empty. The files together
  // have at most `max_bytes`.
  Spool(std::string directory, std::uint64_t max_bytes, Executor executor);
  Spool(const Spool&) = delete;
  Spool& operator=(const Spool&) = delete;

  // A new, empty file. FAILED_PRECONDITION with reason SPOOL_FAILED where the directory does not
  // take it. At most one piece of work of each file waits for the disk at a time, and callers bound
  // how many files they have.
  Task<absl::StatusOr<std::shared_ptr<SpoolFile>>> Create();

  // Waits until the last file is gone. Called once, when no more are made.
  Task<void> Close();

  // How many bytes all files together have.
  std::uint64_t used() const { return used_; }

 private:
  friend class SpoolFile;

  const std::string directory_;
  const std::uint64_t max_bytes_;
  const Executor executor_;
  std::unique_ptr<EventLoop> disk_;  // made with the first file
  std::uint64_t used_ = 0;
  int files_ = 0;
  Event idle_;
};

// A file of a Spool. One call of its methods at a time; it is shared only so that it outlasts a
// call that was given up. Whoever calls a method holds it until that returns.
class SpoolFile {
 public:
  class Descriptor;

  SpoolFile(Spool& spool, std::shared_ptr<Descriptor> descriptor);
  SpoolFile(const SpoolFile&) = delete;
  SpoolFile& operator=(const SpoolFile&) = delete;
  ~SpoolFile();

  // Appends bytes. RESOURCE_EXHAUSTED with reason SPOOL_FULL beyond the spool's bound or the disk's
  // end, FAILED_PRECONDITION with reason SPOOL_FAILED where the disk fails; the bytes are then not
  // part of the file.
  Task<absl::Status> Append(std::string bytes);

  // The bytes from `offset` on, `max_bytes` at most, fewer only at the end of the file.
  Task<absl::StatusOr<std::string>> Read(std::uint64_t offset, std::size_t max_bytes) const;

  std::uint64_t size() const { return size_; }

 private:
  Spool& spool_;
  std::shared_ptr<Descriptor> descriptor_;
  std::uint64_t size_ = 0;
};

}  // namespace sfconnector
