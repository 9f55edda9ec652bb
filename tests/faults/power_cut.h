// What is on a disk after the power was cut, at any point of what a program did to a folder.
//
// A disk keeps what was flushed, and of the rest what it likes. Here: of the writes to a file since
// it was last flushed, each is there, or is lost, or is torn, so that of its sectors of 512 bytes
// any are there and the others are as they were. Of what was done to a folder's entries (files
// made, renamed, linked, removed) since the folder itself was flushed, the first so many are there,
// and none after them. No more is promised by the standard, and file systems differ in what they
// give beyond it.
#pragma once

#include <filesystem>
#include <map>
#include <memory>
#include <random>
#include <string>
#include <vector>

#include "tests/faults/journal.h"

namespace signpost::testing {

struct Operation {
  faults::Kind kind = faults::Kind::kTold;
  std::uint64_t inode = 0;
  std::uint64_t offset = 0;
  std::string name;
  std::string other;
  std::string bytes;
};

/// What the preloaded library wrote down, from a byte of its file on.
std::vector<Operation> operations_in(const std::filesystem::path& journal);

class Disk {
 public:
  /// An empty folder. A disk that lies says that it has flushed and has not.
  explicit Disk(bool lies = false) : lies_(lies) {}

  void apply(const Operation& operation);
  /// Makes `folder` anew with what is there after a cut now.
  void survive(const std::filesystem::path& folder, std::mt19937& random) const;

 private:
  struct File {
    std::string durable;
    std::vector<Operation> since;
  };
  struct Entry {
    std::shared_ptr<File> file;  // none: a folder
  };
  using Entries = std::map<std::string, Entry>;  // by name
  struct Change {
    std::string removed;
    std::string added;
    Entry entry;
  };
  struct Folder {
    Entries durable;
    Entries now;
    std::vector<Change> since;
  };

  void change(const std::string& removed, const std::string& added, const Entry& entry);
  void survive_in(const std::filesystem::path& folder, const std::string& name,
                  std::mt19937& random) const;

  bool lies_;
  std::map<std::string, Folder> folders_{{"", {}}};  // by path
  std::map<std::uint64_t, std::shared_ptr<File>> files_;
};

}  // namespace signpost::testing
