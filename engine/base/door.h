// The one door through which files are written: reports, exports, calendars, units, the heartbeat,
// what notifiers append to. (The store writes its own file and copies of it: store/new_file.h.)
//
//  1. What must not be written over is known by device and inode, so that no link and no other
//     spelling of its path leads to it; what is not there yet (a store's -wal) is known by its
//     name.
//  2. A file is written beside its target, flushed, and renamed over it, and the folder is flushed:
//     it is there whole or as it was, also after a power cut. Its mode stays what it was; a new
//     file is its owner's alone, and its group may read it where the store's folder lets the group
//     in; a new folder gives the group what the store's folder gives it.
//  3. What is no plain file (a device, a FIFO, a terminal) and what is reached through a symbolic
//     link is written in place: to rename over it would put a file where somebody set up another
//     thing.
//  4. What a program that died has left of a file is removed by the next write to the same target
//     (unnamed_file.h).
#pragma once

#include <filesystem>
#include <string_view>
#include <vector>

#include "engine/base/phrase.h"

namespace signpost {

class Door {
 public:
  /// What must not be written over, and how it is called in a message ("the store").
  struct Kept {
    std::filesystem::path file;
    Phrase what;
  };

  /// `beside` is the store: its folder decides who may read what is made.
  explicit Door(const std::filesystem::path& beside = {}, std::vector<Kept> kept = {});

  /// Error{kConflict} where it is kept; Error{kStore} where the disk is full; else Error{kInvalid}
  /// with the reason. In each case the old file is as it was, unless it is written in place.
  void write(const std::filesystem::path& path, std::string_view content) const;
  /// Appends in one write, and flushes; the file is made where there is none. As write.
  void append(const std::filesystem::path& path, std::string_view content) const;
  /// Makes a folder and those above it that are missing, to stay also after a power cut: each
  /// folder in which one is made is flushed. Error{kInvalid} with the reason.
  void make_folders(const std::filesystem::path& folder) const;
  /// As write, where it can be told without writing.
  void refuse_unwritable(const std::filesystem::path& path) const;
  /// As write, of what it refuses, before anything is computed.
  void refuse_kept(const std::filesystem::path& path) const;

 private:
  std::vector<Kept> kept_;
  unsigned mode_;         // of files that are made
  unsigned folder_mode_;  // of folders
};

}  // namespace signpost
