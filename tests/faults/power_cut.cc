#include "tests/faults/power_cut.h"

#include <algorithm>
#include <fstream>
#include <iterator>
#include <stdexcept>
#include <utility>

namespace signpost::testing {
namespace {

namespace fs = std::filesystem;
using faults::Header;
using faults::Kind;

constexpr std::size_t kSector = 512;
constexpr std::size_t kSharedMemory = 32768;  // of SQLite, beside the store

std::string folder_of(const std::string& path) {
  const std::size_t slash = path.rfind('/');
  return slash == std::string::npos ? "" : path.substr(0, slash);
}

std::string last_of(const std::string& path) { return path.substr(path.rfind('/') + 1); }

void write_over(std::string& content, std::size_t offset, std::string_view bytes) {
  content.resize(std::max(content.size(), offset + bytes.size()));
  content.replace(offset, bytes.size(), bytes);
}

bool toss(std::mt19937& random) { return (random() & 1U) != 0; }

/// The write's bytes sector by sector, each with even odds.
void tear(std::string& content, const Operation& write, std::mt19937& random) {
  std::size_t at = 0;
  while (at < write.bytes.size()) {
    const std::size_t offset = write.offset + at;
    const std::size_t length = std::min(kSector - offset % kSector, write.bytes.size() - at);
    if (toss(random)) write_over(content, offset, std::string_view(write.bytes).substr(at, length));
    at += length;
  }
}

}  // namespace

std::vector<Operation> operations_in(const fs::path& journal) {
  std::ifstream in(journal, std::ios::binary);
  std::vector<Operation> operations;
  for (Header header; in.read(reinterpret_cast<char*>(&header), sizeof header);) {
    Operation& next = operations.emplace_back();
    next.kind = header.kind;
    next.inode = header.inode;
    next.offset = header.offset;
    next.name.resize(header.name);
    next.other.resize(header.other);
    next.bytes.resize(header.length);
    for (std::string* part : {&next.name, &next.other, &next.bytes}) {
      in.read(part->data(), static_cast<std::streamsize>(part->size()));
    }
  }
  if (in.gcount() != 0) throw std::runtime_error("the journal ends in the middle");
  return operations;
}

void Disk::change(const std::string& removed, const std::string& added, const Entry& entry) {
  for (const std::string& path : {removed, added}) {
    if (path.empty()) continue;
    Folder& folder = folders_.at(folder_of(path));
    // A rename within a folder is one change of it.
    const bool both = !removed.empty() && !added.empty() && folder_of(removed) == folder_of(added);
    const Change change{both || path == removed ? last_of(removed) : "",
                        both || path == added ? last_of(added) : "", entry};
    if (!change.removed.empty()) folder.now.erase(change.removed);
    if (!change.added.empty()) folder.now[change.added] = entry;
    folder.since.push_back(change);
    if (both) return;
  }
}

void Disk::apply(const Operation& operation) {
  const auto entry_of = [&](const std::string& path) {
    return folders_.at(folder_of(path)).now.at(last_of(path));
  };
  switch (operation.kind) {
    case Kind::kCreate:
      files_[operation.inode] = std::make_shared<File>();
      change("", operation.name, {files_[operation.inode]});
      return;
    case Kind::kWrite:
    case Kind::kTruncate:
      files_.at(operation.inode)->since.push_back(operation);
      return;
    case Kind::kSync: {
      if (lies_) return;
      File& file = *files_.at(operation.inode);
      for (const Operation& one : file.since) {
        if (one.kind == Kind::kWrite) {
          write_over(file.durable, one.offset, one.bytes);
        } else {
          file.durable.resize(one.offset);
        }
      }
      file.since.clear();
      return;
    }
    case Kind::kSyncFolder: {
      if (lies_) return;
      Folder& folder = folders_.at(operation.name);
      folder.durable = folder.now;
      folder.since.clear();
      return;
    }
    case Kind::kRename:
      change(operation.name, operation.other, entry_of(operation.name));
      return;
    case Kind::kLink:
      change("", operation.other, entry_of(operation.name));
      return;
    case Kind::kRemove:
      change(operation.name, "", {});
      return;
    case Kind::kMakeFolder:
      folders_[operation.name] = {};
      change("", operation.name, {});
      return;
    case Kind::kTold:
      return;
  }
}

void Disk::survive_in(const fs::path& folder, const std::string& name, std::mt19937& random) const {
  const Folder& here = folders_.at(name);
  Entries entries = here.durable;
  const std::size_t kept = std::uniform_int_distribution<std::size_t>(0, here.since.size())(random);
  for (std::size_t i = 0; i < kept; ++i) {
    const Change& change = here.since[i];
    if (!change.removed.empty()) entries.erase(change.removed);
    if (!change.added.empty()) entries[change.added] = change.entry;
  }
  for (const auto& [entry, what] : entries) {
    const fs::path path = folder / entry;
    if (!what.file) {
      fs::create_directory(path);
      survive_in(path, (fs::path(name) / entry).string(), random);
      continue;
    }
    std::string content = what.file->durable;
    if (entry.ends_with("-shm")) {
      // Nobody flushes it: it may hold anything.
      content.assign(toss(random) ? 0 : kSharedMemory, static_cast<char>(random()));
    } else {
      const auto luck = random() % 3;  // all is lost, all is there, or some
      for (const Operation& one : what.file->since) {
        const auto of_this = luck == 2 ? random() % 3 : luck;
        if (of_this == 0) continue;
        if (one.kind == Kind::kTruncate) {
          content.resize(one.offset);
        } else if (of_this == 1) {
          write_over(content, one.offset, one.bytes);
        } else {
          tear(content, one, random);
        }
      }
    }
    std::ofstream(path, std::ios::binary) << content;
  }
}

void Disk::survive(const fs::path& folder, std::mt19937& random) const {
  fs::remove_all(folder);
  fs::create_directories(folder);
  survive_in(folder, "", random);
}

}  // namespace signpost::testing
