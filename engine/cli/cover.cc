// signpost cover: declare how much of an indicator's events would have reached the desk.
#include <fmt/format.h>

#include <algorithm>
#include <memory>
#include <ostream>
#include <tuple>

#include "engine/base/numbers.h"
#include "engine/base/text.h"
#include "engine/cli/command.h"
#include "engine/cli/effects.h"
#include "engine/cli/fields.h"
#include "engine/cli/opening.h"
#include "engine/cli/program.h"
#include "engine/cli/reading.h"
#include "engine/report/figures.h"
#include "engine/report/isolated_text.h"
#include "engine/report/json_parts.h"
#include "engine/report/remarks.h"
#include "engine/report/speech.h"
#include "engine/store/store.h"

namespace signpost::cli {
namespace {

struct Options {
  bool list = false;
  std::int64_t withdraw = 0;
  std::string indicator;
  std::string from;
  std::string to;
  std::string level;
  std::string because;
};

/// 0.5 or 50%.
double level_of(const std::string& text) {
  const bool percent = text.ends_with('%');
  const auto number =
      parse_number(std::string_view(text).substr(0, text.size() - (percent ? 1 : 0)));
  const auto comma = number ? std::nullopt : decimal_comma(text);
  if (comma) throw Error(ErrorKind::kUsage, "--level: " + comma->message, comma->hint);
  const double level = number.value_or(-1.0) / (percent ? 100.0 : 1.0);
  if (!(level >= 0.0 && level <= 1.0)) {
    throw Error(ErrorKind::kUsage, fmt::format("--level is a share from 0 to 1, not \"{}\"", text),
                "1 = all that happens would reach the desk as credible news, 0 = nobody looked");
  }
  return level;
}

void require_indicator(const store::Store& store, const std::string& id) {
  const std::vector<std::string> known = store.snapshot()->indicator_ids();
  if (std::find(known.begin(), known.end(), id) != known.end()) return;
  const auto meant = nearest(id, known);
  throw Error(ErrorKind::kUsage, fmt::format("there is no indicator \"{}\"", id),
              meant ? fmt::format("did you mean {}?", *meant)
                    : std::string("`signpost indicators` lists them"));
}

/// `#3  isis-attacks-ne-syria  0.5  2022-11-20 – 2022-12-10  the network was cut`
void print_declaration(const Session& session, const CoverDeclaration& cover) {
  const report::Speech speech(report::Language::kEnglish);
  const report::IsolatedText ready(session.terminal);
  session.out << ready.paragraph(
      report::coverage_in_words(cover, report::quoted(cover.indicator), speech));
  if (cover.withdrawn) {
    session.out << ready.paragraph(
        speech.say("cover.withdrawn", {{"day", speech.day(*cover.withdrawn)},
                                       {"because", report::quoted(cover.withdrawn_because)}}),
        4);
  }
}

int list(const Options& options, const Session& session) {
  const store::Store store = open_store(session, store::Store::Access::kRead);
  if (!options.indicator.empty()) require_indicator(store, options.indicator);
  const std::vector<CoverDeclaration> covers = store.snapshot()->covers(options.indicator);
  if (session.json) {
    report::JsonWriter json;
    json.begin_object().member("format", "signpost.covers/1").key("declarations").begin_array();
    for (const CoverDeclaration& cover : covers) {
      report::declaration_members(json.begin_object(), cover);
      json.member("withdrawn", cover.withdrawn).end_object();
    }
    session.out << json.end_array().end_object().take();
    return kDone;
  }
  for (const CoverDeclaration& cover : covers) print_declaration(session, cover);
  if (covers.empty()) {
    session.out << report::Speech(report::Language::kEnglish).say("cover.none") << '\n';
  }
  return kDone;
}

int withdraw(const Options& options, const Session& session) {
  store::Store store = open_store(session, store::Store::Access::kWrite);
  const service::Before before = service::before_change(store, {});
  store.withdraw_cover(options.withdraw, options.because, session.clock);
  const std::vector<Effect> effects = moved(service::effects_since(before, store, session.clock));
  if (session.json) {
    report::JsonWriter json;
    json.begin_object().member("format", "signpost.cover-withdrawn/1");
    json.member("number", options.withdraw);
    write_effects(json, effects);
    session.out << json.end_object().take();
    return kDone;
  }
  const report::Speech speech(report::Language::kEnglish);
  session.out << report::IsolatedText(session.terminal)
                     .paragraph(speech.say("cover.is-withdrawn",
                                           {{"number", fmt::format("{}", options.withdraw)}}));
  if (effects.empty()) session.out << "No scenario moves.\n";
  print_effects(session, effects);
  return kDone;
}

/// What a declaration needs; without --list or --withdraw.
void require_declaration(const Options& options) {
  for (const auto& [name, value] : {std::pair("INDICATOR", &options.indicator),
                                    {"--from", &options.from},
                                    {"--level", &options.level},
                                    {"--because", &options.because}}) {
    if (value->empty()) {
      throw Error(ErrorKind::kUsage, fmt::format("cover needs {}", name),
                  "`signpost cover --list` shows what is declared");
    }
  }
}

/// What --list or --withdraw would leave undone.
void refuse_what_is_for_declaring(const Options& options) {
  const char* const other = options.list ? "--list" : "--withdraw";
  if (options.list && options.withdraw != 0) {
    throw Error(ErrorKind::kUsage, "--list shows declarations, --withdraw takes one back",
                "one after the other");
  }
  for (const auto& [name, value, barred] :
       {std::tuple("INDICATOR", &options.indicator, options.withdraw != 0),
        {"--because", &options.because, options.list},
        {"--from", &options.from, true},
        {"--to", &options.to, true},
        {"--level", &options.level, true}}) {
    if (!barred || value->empty()) continue;
    throw Error(ErrorKind::kUsage, fmt::format("{} does not go with {}", name, other),
                fmt::format("leave {} out, or declare coverage without {}", name, other));
  }
}

int run(const Options& options, const Session& session) {
  if (options.list || options.withdraw != 0) refuse_what_is_for_declaring(options);
  if (options.list) return list(options, session);
  if (options.withdraw != 0) {
    if (options.because.empty()) {
      throw Error(ErrorKind::kUsage, "--withdraw needs --because, and it is kept");
    }
    return withdraw(options, session);
  }
  require_declaration(options);
  const CoverageSpan span{.from = start_of("--from", options.from),
                          .to = options.to.empty() ? kForever : instant_of("--to", options.to),
                          .level = level_of(options.level),
                          .because = options.because};
  if (!(span.from < span.to)) {
    throw Error(ErrorKind::kUsage,
                fmt::format("--to {} is not after --from {}", options.to, options.from));
  }
  store::Store store = open_store(session, store::Store::Access::kWrite);
  require_indicator(store, options.indicator);
  const service::Before before = service::before_change(store, {});
  store.cover(options.indicator, span, session.clock);
  session.tell(fmt::format("coverage of {} declared", options.indicator));
  const std::vector<Effect> effects = moved(service::effects_since(before, store, session.clock));
  if (session.json) {
    report::JsonWriter json;
    json.begin_object()
        .member("format", "signpost.cover/1")
        .member("indicator", options.indicator)
        .member("from", span.from)
        .key("to");
    if (span.to == kForever) {
      json.null();
    } else {
      json.value(span.to);
    }
    json.member("level", span.level);
    write_effects(json, effects);
    session.out << json.end_object().take();
    return kDone;
  }
  session.out << fmt::format(
      "Coverage of {} is {} from {}{}.\n", options.indicator, span.level, to_date(span.from),
      span.to == kForever ? std::string(" on") : fmt::format(" to {}", to_date(span.to)));
  if (effects.empty()) session.out << "No scenario moves.\n";
  print_effects(session, effects);
  return kDone;
}

}  // namespace

Command add_cover(CLI::App& app) {
  const auto options = std::make_shared<Options>();
  CLI::App* command = app.add_subcommand(
      "cover",
      "Declare coverage: the share of an indicator's events that would have reached the desk\n"
      "Silence counts only as far as somebody was looking. The declaration stands from now on, "
      "over "
      "what the definition says; the last one wins.");
  command->add_option("INDICATOR", options->indicator, "The indicator's id")
      ->type_name("INDICATOR");
  command->add_option("--from", options->from, "The first day")->type_name("TIME");
  command->add_option("--to", options->to, "The last day; default from then on")->type_name("TIME");
  command
      ->add_option("--level", options->level, "0 (nobody looked) to 1 (all would be seen), or 50%")
      ->type_name("LEVEL");
  command->add_option("--because", options->because, "Why; it is kept")
      ->type_name("TEXT")
      ->check(says_something());
  command->add_flag("--list", options->list, "List what is declared, of INDICATOR or of all");
  command
      ->add_option("--withdraw", options->withdraw,
                   "Take the declaration with that number of the list back, from now on")
      ->type_name("N")
      ->transform(whole_number(1));
  command->footer(
      "Example\n"
      "  signpost cover isis-attacks-ne-syria --from 2022-11-20 --to 2022-12-10 \\\n"
      "      --level 0.5 --because \"the monitors' network was cut\"");
  return {command, [options](Session& session) { return run(*options, session); }};
}

}  // namespace signpost::cli
