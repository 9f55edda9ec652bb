// A file that is written beside the one that it is to become: it is there whole under its name, or
// not at all, also after a power cut.
//
// It is called `.NAME.signpost-XXXXXX`, is its owner's alone while it is written, and its writer
// holds a lock on it. What a program that died has left of the same target is removed when the next
// one is made: nobody holds a lock on that any more. SQLite's own files beside it (-wal, -shm,
// -journal) go with it.
#pragma once

#include <filesystem>

#include "engine/base/descriptor.h"

namespace signpost {

class UnnamedFile {
 public:
  /// Makes it, empty. std::system_error where it cannot be made.
  explicit UnnamedFile(const std::filesystem::path& target);
  UnnamedFile(const UnnamedFile&) = delete;
  UnnamedFile& operator=(const UnnamedFile&) = delete;
  /// Removes it, unless it has its name.
  ~UnnamedFile();

  [[nodiscard]] const std::filesystem::path& path() const { return path_; }
  [[nodiscard]] int descriptor() const { return file_.number(); }

  /// Gives it the mode and its name, over what stands there; file and folder are flushed.
  /// std::system_error: then what stood there stands, unless only the folder was not flushed.
  void replace(unsigned mode);
  /// The same, unless something stands there: then std::system_error of EEXIST.
  void take_free_name(unsigned mode);

 private:
  void make_durable(unsigned mode) const;
  void make_name_durable() const;

  std::filesystem::path target_;
  std::filesystem::path path_;
  Descriptor file_;
  bool named_ = false;
};

/// Of a file that is made in a folder: its owner's alone, and its group may read it where the
/// folder lets the group in.
unsigned mode_in(const std::filesystem::path& folder);

/// Of a folder that is made in a folder: its owner's alone, and its group may do there what it may
/// do in that folder, so that two who share a desk write into it in turn.
unsigned folder_mode_in(const std::filesystem::path& folder);

/// Flushes a folder's entries: a file that was just made in it stays. 0, or why it could not.
int flush_folder(const std::filesystem::path& folder);

/// What cannot be flushed (a terminal, a pipe, a folder of some file systems) need not be.
/// Otherwise the reason; 0 where it is done.
int flush(int descriptor);

}  // namespace signpost
