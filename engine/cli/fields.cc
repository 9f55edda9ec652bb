#include "engine/cli/fields.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <charconv>
#include <optional>

#include "engine/base/file.h"
#include "engine/base/numbers.h"
#include "engine/base/sha256.h"
#include "engine/base/text.h"
#include "engine/cli/program.h"
#include "engine/intake/date_doubts.h"

namespace signpost::cli {
namespace {

/// A field that is an option; what it means the glossary says under help.item.
struct Field {
  std::string_view name;
  const char* type;
  std::string_view option = name;
};
constexpr std::array kFields{
    Field{"occurred", "TIME"},
    Field{"until", "TIME"},
    Field{"count", "N"},
    Field{"source", "NAME"},
    Field{"grade", "GRADE"},
    Field{"credibility", "P"},
    Field{"origin", "NAME"},
    Field{"event", "KEY"},
    Field{"denies", "KEY"},
    Field{"url", "ADDRESS"},
    Field{"place", "NAME"},
    Field{"lang", "TAG", "text-lang"},  // --lang is the language of what is said
    Field{"available", "TIME"},
    Field{"by", "NAME"},
    Field{"note", "TEXT"},
    Field{"share", "yes|no"},
    Field{"id", "ID"},
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

/// As CLI11 takes what is wrong with a value: it stands in a sentence of the program's then.
std::string said(const report::Speech& speech, const Phrase& problem) {
  return report::without_isolates(speech.say(problem));
}

}  // namespace

void add_item_options(Arguments arguments, ItemOptions& options, const report::Speech& speech) {
  arguments.add_option("--indicator", options.indicators, speech.say("help.item.indicator"))
      .type_name("ID")
      .one_at_a_time();
  arguments.add_option("--bears", options.bears, speech.say("help.item.bears"))
      .type_name("SCENARIO=RATIO")
      .one_at_a_time();
  for (const Field& field : kFields) {
    arguments
        .add_option(
            fmt::format("--{}", field.option),
            [&options, name = std::string(field.name)](const std::string& value) {
              options.named[name] = value;
            },
            speech.say(fmt::format("help.item.{}", field.option)))
        .type_name(field.type);
  }
  arguments
      .add_option("--lang",
                  [&options](const std::string& value) {
                    options.named["lang"] = value;
                    options.as_lang = true;
                  })
      .hidden();
  arguments.add_option("--keep", options.keep, speech.say("help.item.keep")).type_name("FILE");
}

void warn_of_old_names(const Session& session, const ItemOptions& options) {
  if (!options.as_lang) return;
  session.warn("cli.lang-renamed", "cli.lang-renamed.hint");
}

std::map<std::string, std::string> fields_of(const ItemOptions& options) {
  std::map<std::string, std::string> fields = options.named;
  if (!options.indicators.empty()) fields["indicators"] = joined(options.indicators);
  if (!options.bears.empty()) fields["bears"] = joined(options.bears);
  return fields;
}

intake::ItemContext typed_context(const Definitions& definitions, const Clock& clock,
                                  const std::string& feed) {
  return {.definitions = definitions,
          .clock = clock,
          .feed = feed,
          .indicators_hint = "cli.no-indicator.hint",
          .scenarios_hint = {"assess.no-scenario.hint", {{"do", Phrase("action.list-scenarios")}}}};
}

std::string digest_of_kept(const std::string& file) {
  return to_hex(sha256(read_file(file, kMaxKeptBytes)));
}

bool report_problems(const Session& session, const std::vector<Diagnostic>& problems) {
  for (const Diagnostic& problem : problems) {
    if (problem.severity == Diagnostic::Severity::kError) {
      print_error(session.err, session.err_terminal, session.speech, problem.message, problem.hint);
    } else {
      session.warn(problem.message, problem.hint);
    }
  }
  return !has_errors(problems);
}

void warn_of_date(const Session& session, const Definitions& definitions, const Item& item,
                  const Item* before) {
  const intake::DateDoubts dates(definitions);
  const auto doubt = dates.doubt(item);
  if (!doubt || (before != nullptr && dates.doubt(*before) == doubt)) return;
  session.warn(*doubt, intake::year_hint(item.occurred));
}

ItemId item_named(const store::Snapshot& snapshot, std::string_view name) {
  const std::optional<ItemId> number = number_in(name);
  if (number && snapshot.item(*number)) return *number;
  if (const auto found = snapshot.find_item(name)) return *found;
  throw Error(ErrorKind::kUsage,
              {number ? "cli.no-item" : "cli.no-item-or-several", {{"item", name}}},
              "cli.no-item.hint");
}

void require_indicator(const store::Snapshot& snapshot, const std::string& id) {
  const std::vector<std::string> known = snapshot.indicator_ids();
  if (std::find(known.begin(), known.end(), id) != known.end()) return;
  const auto meant = nearest(id, known);
  throw Error(ErrorKind::kUsage, {"cli.no-indicator", {{"indicator", id}}},
              meant ? Phrase("base.did-you-mean", {{"name", *meant}}) : "cli.no-indicator.hint");
}

ValueCheck says_something(const report::Speech& speech) {
  return [&speech](std::string& reason) {
    return folded(reason).empty() ? speech.say("cli.blank") : std::string();
  };
}

ValueCheck whole_number(const report::Speech& speech, std::int64_t least, std::int64_t most) {
  return [&speech, least, most](std::string& text) {
    std::int64_t number = 0;
    const std::string digits = western_digits(text);
    const auto [end, error] = std::from_chars(digits.data(), digits.data() + digits.size(), number);
    const bool whole = error == std::errc{} && end == digits.data() + digits.size();
    if (whole && number >= least && number <= most) {
      text = digits;
      return std::string();
    }
    return said(
        speech,
        {most == std::numeric_limits<std::int64_t>::max() ? "cli.not-whole-number-from"
                                                          : "cli.not-whole-number",
         {{"text", text}, {"least", std::to_string(least)}, {"most", std::to_string(most)}}});
  };
}

ValueCheck number_between(const report::Speech& speech, double least, double most) {
  return [&speech, least, most](std::string& text) {
    const auto number = parse_number(text);
    if (number && *number >= least && *number <= most) {
      text = number_text(*number);
      return std::string();
    }
    if (const auto comma = number ? std::nullopt : decimal_comma(text)) {
      return said(speech, {"text.labelled", {{"label", comma->message}, {"text", comma->hint}}});
    }
    return said(speech,
                {"cli.not-a-number",
                 {{"text", text}, {"least", number_text(least)}, {"most", number_text(most)}}});
  };
}

std::string with_text(const report::Speech& speech, std::string words, const Item& item) {
  if (item.text.empty()) return words;
  return speech.say("text.labelled",
                    {{"label", std::move(words)}, {"text", speech.text(texts_of(item))}});
}

}  // namespace signpost::cli
