#include "engine/cli/fields.h"

#include <fmt/format.h>

#include <array>
#include <charconv>
#include <limits>
#include <optional>
#include <ostream>

#include "engine/base/file.h"
#include "engine/base/numbers.h"
#include "engine/base/sha256.h"
#include "engine/base/text.h"
#include "engine/cli/program.h"
#include "engine/intake/date_doubts.h"
#include "engine/report/line.h"

namespace signpost::cli {
namespace {

struct Field {
  const char* name;
  const char* type;
  const char* meaning;
};
constexpr std::array kFields{
    Field{"occurred", "TIME", "When it happened: 2022-01-24, 2022-01, 2022-01-24T19:30Z"},
    Field{"until", "TIME", "The end of a total's span, with --count; it starts at --occurred"},
    Field{"count", "N", "A total: so many events in the span; 0 = someone looked and saw none"},
    Field{"source", "NAME", "Who says so: a registered source, by id, title or alias, or any name"},
    Field{"grade", "GRADE",
          "Admiralty code: reliability A-F and credibility 1-6 (B2); a digit alone takes the "
          "source's letter"},
    Field{"credibility", "P", "The chance that it is true, 0 to 1, outright; wins over --grade"},
    Field{"origin", "NAME", "Whose claim it really is; copies of one origin do not corroborate"},
    Field{"event", "KEY", "The thing in the world; items with one key speak of one event"},
    Field{"denies", "KEY",
          "The event that it says did not happen, wherever it stands; in place of --indicator and "
          "--bears"},
    Field{"url", "ADDRESS", "Where it can be read"},
    Field{"place", "NAME", "Where it happened"},
    Field{"lang", "TAG", "The language of the text: en, ar"},
    Field{"available", "TIME", "When the desk could first know, for back-testing; default now"},
    Field{"by", "NAME", "Who records it"},
    Field{"note", "TEXT", "Anything that a colleague should know"},
    Field{"share", "yes|no", "May it be passed on? default yes"},
    Field{"id", "ID", "Its id at its source; the same id again is an amendment"},
};

/// What a kept file may weigh: it is read whole.
constexpr std::size_t kMaxKeptBytes = std::size_t{1} << 30U;

std::string joined(const std::vector<std::string>& parts) {
  std::string whole;
  for (const std::string& part : parts) whole += (whole.empty() ? "" : ";") + part;
  return whole;
}

std::optional<ItemId> number_in(std::string_view name) {
  if (name.starts_with('#')) name.remove_prefix(1);
  ItemId id = 0;
  const auto [end, error] = std::from_chars(name.data(), name.data() + name.size(), id);
  if (error != std::errc{} || end != name.data() + name.size()) return std::nullopt;
  return id;
}

}  // namespace

void add_item_options(CLI::App& app, ItemOptions& options) {
  app.add_option("--indicator", options.indicators,
                 "What it is a sighting of; may be given several times")
      ->type_name("ID")
      ->allow_extra_args(false);
  app.add_option("--bears", options.bears,
                 "For what no indicator foresaw: SCENARIO=RATIO, how many times likelier it is to "
                 "be seen if the scenario is under way, or decisive-for, strongly-for, for, "
                 "slightly-for, …-against; may be given several times")
      ->type_name("SCENARIO=RATIO")
      ->allow_extra_args(false);
  for (const Field& field : kFields) {
    app.add_option_function<std::string>(
           std::string("--") + field.name,
           [&options, name = field.name](const std::string& value) { options.named[name] = value; },
           field.meaning)
        ->type_name(field.type);
  }
  app.add_option("--keep", options.keep,
                 "A file that you keep with it (a page, a picture): its SHA-256 is recorded")
      ->type_name("FILE");
}

std::map<std::string, std::string> fields_of(const ItemOptions& options) {
  std::map<std::string, std::string> fields = options.named;
  if (!options.indicators.empty()) fields["indicators"] = joined(options.indicators);
  if (!options.bears.empty()) fields["bears"] = joined(options.bears);
  return fields;
}

std::string digest_of_kept(const std::string& file) {
  return to_hex(sha256(read_file(file, kMaxKeptBytes)));
}

bool report_problems(const Session& session, const std::vector<Diagnostic>& problems) {
  for (const Diagnostic& problem : problems) {
    if (problem.severity == Diagnostic::Severity::kError) {
      print_error(session.err, session.err_terminal, problem.message, problem.hint);
    } else {
      session.warn(problem.message);
      if (!problem.hint.empty()) session.err << "hint: " << printable(problem.hint) << '\n';
    }
  }
  return !has_errors(problems);
}

void warn_of_date(const Session& session, const Definitions& definitions, const Item& item,
                  const Item* before) {
  const intake::DateDoubts dates(definitions);
  const auto doubt = dates.doubt(item);
  if (!doubt || (before != nullptr && dates.doubt(*before) == doubt)) return;
  session.warn(*doubt);
  session.err << "hint: " << intake::year_hint(item.occurred) << '\n';
}

ItemId item_named(const store::Snapshot& snapshot, std::string_view name) {
  if (const auto number = number_in(name); number && snapshot.item(*number)) return *number;
  if (const auto found = snapshot.find_item(name)) return *found;
  throw Error(ErrorKind::kUsage,
              number_in(name)
                  ? fmt::format("there is no item \"{}\"", name)
                  : fmt::format("there is no item \"{}\", or several have that id", name),
              "an item is named by its number, or by its id at its source where only one has it; "
              "`signpost evidence list` shows both");
}

CLI::Validator says_something() {
  return {[](std::string& reason) {
            return folded(reason).empty() ? std::string("it must say something") : std::string();
          },
          ""};
}

CLI::Validator whole_number(std::int64_t least, std::int64_t most) {
  return {[least, most](std::string& text) {
            std::int64_t number = 0;
            const std::string digits = western_digits(text);
            const auto [end, error] =
                std::from_chars(digits.data(), digits.data() + digits.size(), number);
            const bool whole = error == std::errc{} && end == digits.data() + digits.size();
            if (!whole || number < least || number > most) {
              return most == std::numeric_limits<std::int64_t>::max()
                         ? fmt::format("\"{}\" is not a whole number from {} on", text, least)
                         : fmt::format("\"{}\" is not a whole number from {} to {}", text, least,
                                       most);
            }
            text = digits;
            return std::string();
          },
          ""};
}

CLI::Validator number_between(double least, double most) {
  return {[least, most](std::string& text) {
            const auto number = parse_number(text);
            if (!number || *number < least || *number > most) {
              const auto comma = number ? std::nullopt : decimal_comma(text);
              return comma ? fmt::format("{}: {}", comma->message, comma->hint)
                           : fmt::format("\"{}\" is not a number from {} to {}", text, least, most);
            }
            text = number_text(*number);
            return std::string();
          },
          ""};
}

std::string item_line(const report::Terminal& terminal, std::string_view words, const Item& item) {
  report::Line line(terminal);
  line.say(words);
  if (!item.text.empty()) line.say(": ").quote(item.text);
  return line.take();
}

}  // namespace signpost::cli
