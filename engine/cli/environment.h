// What the process stands in: its streams, what they are, the environment and the clock. Read once,
// in main; everything after that is handed values.
#pragma once

#include <cstddef>
#include <filesystem>
#include <iosfwd>
#include <map>
#include <string>
#include <string_view>

#include "engine/report/terminal.h"
#include "engine/time/instant.h"

namespace signpost::cli {

struct Environment {
  std::istream& in;
  std::ostream& out;
  std::ostream& err;
  bool in_is_terminal = false;
  bool out_is_terminal = false;
  bool err_is_terminal = false;
  std::size_t columns = 0;                       // of the terminal; 0 = not known
  std::map<std::string, std::string> variables;  // of the environment, those named below
  Instant now;
  bool ticking = false;                // the clock has gone on since: it is the system's
  std::filesystem::path program = {};  // this program's own file

  /// A variable's value; empty where it is not set.
  [[nodiscard]] std::string variable(const std::string& name) const;
};

/// The streams given, with what the process's own descriptors 0, 1 and 2 are.
Environment environment_of_process(std::istream& in, std::ostream& out, std::ostream& err);

/// --color. The option wins over the environment.
enum class ColorChoice : std::uint8_t { kAuto, kAlways, kNever };

/// Colour: as the option says; on `auto` never under NO_COLOR, always under CLICOLOR_FORCE, else
/// where the stream is a terminal that is not TERM=dumb.
bool wants_color(ColorChoice choice, bool is_terminal, const Environment& environment);

/// The width to write at: the option (0 = not given), else COLUMNS, else the terminal's, else 80.
/// Never below 60, under which nothing is laid out.
std::size_t width_to_use(std::size_t option, bool is_terminal, const Environment& environment);

/// Whether a terminal shows more than ASCII: by the locale that its user set. Where none is set it
/// is taken to (a bare container in a modern terminal); files and pipes always get UTF-8.
bool shows_unicode(bool is_terminal, const Environment& environment);

inline constexpr std::size_t kLeastWidth = 60;

}  // namespace signpost::cli
