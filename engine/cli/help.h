// How --help is laid out: purpose, usage, what it takes, an example; wrapped to the terminal.
#pragma once

#include <CLI/CLI.hpp>
#include <cstddef>
#include <string>
#include <vector>

namespace signpost::cli {

/// Lays out the help of a command, or of the program with its commands in their groups.
class HelpFormatter : public CLI::FormatterBase {
 public:
  /// `groups`: the order in which groups of commands are listed.
  HelpFormatter(std::size_t width, std::vector<std::string> groups)
      : width_(width), groups_(std::move(groups)) {}
  std::string make_help(const CLI::App* app, std::string name,
                        CLI::AppFormatMode mode) const override;

 private:
  std::size_t width_;
  std::vector<std::string> groups_;
};

/// What `signpost` alone prints: what it is, and how to begin.
std::string orientation();

}  // namespace signpost::cli
