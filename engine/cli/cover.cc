// signpost cover: declare how much of an indicator's events would have reached the desk.
#include <fmt/format.h>

#include <memory>
#include <ostream>
#include <tuple>

#include "engine/base/numbers.h"
#include "engine/cli/command.h"
#include "engine/cli/effects.h"
#include "engine/cli/fields.h"
#include "engine/cli/help.h"
#include "engine/cli/opening.h"
#include "engine/cli/program.h"
#include "engine/cli/reading.h"
#include "engine/report/json_parts.h"
#include "engine/report/remarks.h"
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
  const auto level = parse_share(text);
  if (level) return *level;
  if (const auto comma = decimal_comma(text)) {
    throw Error(ErrorKind::kUsage,
                {"cli.option", {{"option", "--level"}, {"says", comma->message}}}, comma->hint);
  }
  throw Error(ErrorKind::kUsage, {"cover.no-level", {{"text", text}}}, "cover.no-level.hint");
}

report::Page declarations_page(const std::vector<CoverDeclaration>& covers,
                               const report::Speech& speech) {
  report::Page page(speech.language());
  if (covers.empty()) page.paragraph(speech.say("cover.none"));
  for (const CoverDeclaration& cover : covers) {
    page.paragraph(report::coverage_in_words(cover, report::quoted(cover.indicator), speech));
    if (!cover.withdrawn) continue;
    page.paragraph(
        speech.say("cover.withdrawn", {{"day", speech.day(*cover.withdrawn)},
                                       {"because", report::quoted(cover.withdrawn_because)}}),
        report::Style::kPlain, 4);
  }
  return page;
}

int list(const Options& options, const Session& session) {
  const store::Store store = open_store(session, store::Store::Access::kRead);
  if (!options.indicator.empty()) require_indicator(*store.snapshot(), options.indicator);
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
  session.show(declarations_page(covers, session.speech));
  return kDone;
}

/// What was declared or withdrawn, and what that did.
report::Page answer_page(const Session& session, std::string said,
                         const std::vector<Effect>& effects) {
  report::Page page(session.speech.language());
  page.paragraph(std::move(said));
  if (effects.empty()) page.paragraph(session.say("effects.none"));
  page.add(effects_page(session, effects));
  return page;
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
  session.show(answer_page(
      session, session.say("cover.is-withdrawn", {{"number", std::to_string(options.withdraw)}}),
      effects));
  return kDone;
}

/// What a declaration needs; without --list or --withdraw.
void require_declaration(const Options& options) {
  for (const auto& [name, value] : {std::pair("INDICATOR", &options.indicator),
                                    {"--from", &options.from},
                                    {"--level", &options.level},
                                    {"--because", &options.because}}) {
    if (value->empty()) {
      throw Error(ErrorKind::kUsage, {"cover.needs", {{"what", name}}}, "cover.needs.hint");
    }
  }
}

/// What --list or --withdraw would leave undone.
void refuse_what_is_for_declaring(const Options& options) {
  const char* const other = options.list ? "--list" : "--withdraw";
  if (options.list && options.withdraw != 0) {
    throw Error(ErrorKind::kUsage, "cover.list-or-withdraw", "cover.list-or-withdraw.hint");
  }
  for (const auto& [name, value, barred] :
       {std::tuple("INDICATOR", &options.indicator, options.withdraw != 0),
        {"--because", &options.because, options.list},
        {"--from", &options.from, true},
        {"--to", &options.to, true},
        {"--level", &options.level, true}}) {
    if (!barred || value->empty()) continue;
    throw Error(ErrorKind::kUsage, {"cover.not-with", {{"what", name}, {"other", other}}},
                {"cover.not-with.hint", {{"what", name}, {"other", other}}});
  }
}

int run(const Options& options, const Session& session) {
  if (options.list || options.withdraw != 0) refuse_what_is_for_declaring(options);
  if (options.list) return list(options, session);
  if (options.withdraw != 0) {
    if (options.because.empty()) {
      throw Error(ErrorKind::kUsage, "cover.withdraw-needs-because");
    }
    return withdraw(options, session);
  }
  require_declaration(options);
  const CoverageSpan span{.from = start_of("--from", options.from),
                          .to = options.to.empty() ? kForever : instant_of("--to", options.to),
                          .level = level_of(options.level),
                          .because = Bilingual(options.because)};
  if (!(span.from < span.to)) {
    throw Error(ErrorKind::kUsage,
                {"cover.not-after", {{"to", options.to}, {"from", options.from}}});
  }
  store::Store store = open_store(session, store::Store::Access::kWrite);
  require_indicator(*store.snapshot(), options.indicator);
  const service::Before before = service::before_change(store, {});
  store.cover(options.indicator, span, session.clock);
  session.tell({"tell.coverage-declared", {{"indicator", options.indicator}}});
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
  const bool open = span.to == kForever;
  session.show(
      answer_page(session,
                  session.say(open ? "cover.declared-from" : "cover.declared",
                              {{"indicator", report::quoted(options.indicator)},
                               {"level", fmt::format("{}", span.level)},
                               {"from", report::quoted(to_date(span.from))},
                               {"to", open ? std::string() : report::quoted(to_date(span.to))}}),
                  effects));
  return kDone;
}

}  // namespace

Command add_cover(Arguments program, const report::Speech& speech) {
  const auto options = std::make_shared<Options>();
  const Arguments command = program.add_subcommand("cover", speech.say("help.cover"));
  command.add_option("INDICATOR", options->indicator, speech.say("help.indicator"))
      .type_name("INDICATOR");
  command.add_option("--from", options->from, speech.say("help.cover.from")).type_name("TIME");
  command.add_option("--to", options->to, speech.say("help.cover.to")).type_name("TIME");
  command.add_option("--level", options->level, speech.say("help.cover.level")).type_name("LEVEL");
  command.add_option("--because", options->because, speech.say("help.because"))
      .type_name("TEXT")
      .check(says_something(speech));
  command.add_flag("--list", options->list, speech.say("help.cover.list"));
  command.add_option("--withdraw", options->withdraw, speech.say("help.cover.withdraw"))
      .type_name("N")
      .transform(whole_number(speech, 1));
  command.footer(
      example(speech,
              "  signpost cover isis-attacks-ne-syria --from 2022-11-20 --to 2022-12-10 \\\n"
              "      --level 0.5 --because \"the monitors' network was cut\""));
  return {command, [options](Session& session) { return run(*options, session); }};
}

}  // namespace signpost::cli
