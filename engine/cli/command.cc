#include "engine/cli/command.h"

#include <ostream>

#include "engine/base/error.h"
#include "engine/report/isolated_text.h"
#include "engine/report/page_text.h"
#include "engine/time/instant.h"

namespace signpost::cli {

namespace {

std::string margin_of(const report::Terminal& terminal) {
  return std::string(terminal.margin, ' ');
}

/// A phrase alone in a line, or in what is left of it.
std::string worded(const Phrase& phrase, const report::Terminal& terminal,
                   const report::Speech& speech) {
  const report::IsolatedText ready(terminal, speech.language());
  return ready.alone(ready.clean(speech.say(phrase)));
}

}  // namespace

std::string Session::on_err(const Phrase& phrase) const {
  return margin_of(err_terminal) + worded(phrase, err_terminal, speech);
}

void Session::show(const report::Page& page) const { out << report::page_text(page, terminal); }

void Session::show_beside(const report::Page& page) const {
  err << report::page_text(page, err_terminal);
}

void Session::tell(const Phrase& what) const {
  if (!verbose) return;
  err << margin_of(err_terminal) << "signpost: " << worded(what, err_terminal, speech) << '\n'
      << std::flush;
}

void Session::warn(const Phrase& what, const Phrase& hint) const {
  print_remark(err, err_terminal, speech, "says.warning", report::Style::kAccent, what, hint);
}

void print_remark(std::ostream& err, const report::Terminal& terminal, const report::Speech& speech,
                  std::string_view kind, report::Style style, const Phrase& what,
                  const Phrase& hint) {
  const report::IsolatedText ready(terminal, speech.language());
  const std::string margin = margin_of(terminal);
  const auto line = [&](const std::string& head, const Phrase& says) {
    const std::string words = speech.say(says);
    const bool whole = ready.is_whole(head + words);
    return ready.alone(head + ' ' + (whole ? ready.clean_in_whole(words) : ready.clean(words))) +
           '\n';
  };
  err << margin << "signpost: " << line(terminal.styled(style, speech.say(kind)), what);
  if (!hint.empty()) err << margin << line(speech.say("says.hint"), hint);
}

void add_moment_options(Arguments arguments, MomentOptions& options, const report::Speech& speech) {
  arguments.add_option("--as-of", options.as_of, speech.say("help.as-of")).type_name("TIME");
  arguments.add_option("--known-at", options.known_at, speech.say("help.known-at"))
      .type_name("TIME");
}

WrittenTime written_time(std::string_view option, const std::string& text) {
  const Parsed<WrittenTime> written = parse_time(text);
  if (written) return *written;
  throw Error(ErrorKind::kUsage,
              {"cli.option", {{"option", option}, {"says", written.problem().message}}},
              written.problem().hint);
}

Instant instant_of(std::string_view option, const std::string& text) {
  return meant_as_end(written_time(option, text));
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
