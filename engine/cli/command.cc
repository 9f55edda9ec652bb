#include "engine/cli/command.h"

#include <ostream>

#include "engine/base/error.h"
#include "engine/base/text.h"
#include "engine/time/instant.h"

namespace signpost::cli {

void Session::tell(std::string_view what) const {
  if (verbose) err << "signpost: " << printable(what) << '\n' << std::flush;
}

void Session::warn(std::string_view what) const {
  err << "signpost: " << err_terminal.styled(report::Style::kAccent, "warning:") << ' '
      << printable(what) << '\n';
}

void add_moment_options(CLI::App& app, MomentOptions& options) {
  app.add_option("--as-of", options.as_of,
                 "The moment assessed: a date (its end) or an instant; default now")
      ->type_name("TIME");
  app.add_option("--known-at", options.known_at,
                 "Only what was known by then: a time, or `as-of` for the moment assessed itself; "
                 "default now")
      ->type_name("TIME");
}

Instant instant_of(std::string_view option, const std::string& text) {
  const Parsed<WrittenTime> written = parse_time(text);
  if (!written) {
    throw Error(ErrorKind::kUsage, std::string(option) + ": " + written.problem().message,
                written.problem().hint);
  }
  return meant_as_end(*written);
}

Moment moment_of(const MomentOptions& options, const Clock& clock) {
  Moment moment{.as_of = clock.now, .known_at = clock.now};
  if (!options.as_of.empty()) moment.as_of = instant_of("--as-of", options.as_of);
  if (options.known_at == "as-of") {
    moment.known_at = moment.as_of;
    moment.as_known_then = true;
  } else if (!options.known_at.empty()) {
    moment.known_at = instant_of("--known-at", options.known_at);
  }
  return moment;
}

}  // namespace signpost::cli
