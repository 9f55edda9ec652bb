#include "engine/report/scorecard.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <utility>

#include "engine/report/json_parts.h"
#include "engine/report/remarks.h"

namespace signpost::report {
namespace {

using score::ForecasterKind;
using score::ForecasterName;
using score::ForecasterSummary;
using score::Scorecard;

const ForecasterName kProgram{ForecasterKind::kProgram, {}};
constexpr int kBrierDigits = 3;
constexpr int kLogDigits = 2;
constexpr int kPointDigits = 1;

std::string figure_or_dash(const std::optional<double>& value, int digits, const Speech& speech) {
  return value ? speech.figure(*value, digits) : speech.say("score.none");
}

std::string signed_or_dash(const std::optional<double>& value, int digits, const Speech& speech) {
  return value ? speech.signed_figure(*value, digits) : speech.say("score.none");
}

std::string skill_percent(double skill, const Speech& speech) {
  const auto percent = static_cast<std::int64_t>(std::llround(100.0 * std::fabs(skill)));
  std::string figure = speech.percent_figure(fmt::format("{} %", percent));
  if (percent == 0) return figure;
  return speech.unit(speech.say(skill > 0 ? "figure.above" : "figure.below", {{"figure", figure}}));
}

/// How much of a rival's loss the program spared, and whether that can be told.
std::string skill_in_words(const std::optional<score::Skill>& skill, const Speech& speech) {
  if (!skill) return {};
  const std::string figure = skill_percent(skill->skill, speech);
  if (!skill->interval) return speech.say("score.skill-too-few", {{"skill", figure}});
  return speech.say(skill->interval->holds_zero() ? "score.skill-holds-zero" : "score.skill",
                    {{"skill", figure},
                     {"low", skill_percent(skill->interval->low, speech)},
                     {"high", skill_percent(skill->interval->high, speech)}});
}

const ForecasterSummary* summary_of(const Scorecard& card, const ForecasterName& by) {
  const auto found = std::find_if(card.summary.begin(), card.summary.end(),
                                  [&](const ForecasterSummary& one) { return one.by == by; });
  return found == card.summary.end() ? nullptr : &*found;
}

class ScorePage {
 public:
  ScorePage(const Scorecard& card, const Speech& speech)
      : card_(card), speech_(speech), page_(speech.language()) {}

  Page page() {
    summary();
    if (!card_.scenarios.empty()) {
      page_.gap();
      scenarios();
    }
    return std::move(page_);
  }
  Page summary_only() {
    summary();
    return std::move(page_);
  }
  Page each_only() {
    if (!card_.scenarios.empty()) scenarios();
    return std::move(page_);
  }

 private:
  void summary() {
    page_.heading(speech_.say("score.title", {{"day", speech_.day(card_.known_at)}}));
    if (card_.hindsight) page_.paragraph(speech_.say("score.hindsight"), Style::kAccent);
    page_.paragraph(tally_in_words(card_.tally, speech_));
    if (card_.tally.not_counted > 0) {
      page_.paragraph(
          speech_.say("score.not-counted", {{"n", std::int64_t{card_.tally.not_counted}}}));
    }
    if (card_.scenarios.empty()) {
      page_.paragraph(speech_.say("score.nothing", {{"do", speech_.say("action.resolve")}}));
      return;
    }
    forecasters();
    unsettled();
    shares();
  }

  void forecasters() {
    enum : std::size_t { kBy, kN, kBrier, kLog, kBaseline, kPeer, kSkill };
    const bool peers = std::any_of(card_.summary.begin(), card_.summary.end(), [](const auto& one) {
      return one.by.kind == ForecasterKind::kNamed;
    });
    std::vector<std::string> names;
    for (const ForecasterSummary& one : card_.summary) {
      names.push_back(forecaster_in_words(one.by, speech_));
    }
    page_.gap();
    constexpr std::size_t kWidestName = 24;
    Table& table = page_.table(
        {{.head = speech_.say("label.forecaster"),
          .width = std::min(widest(names, 10), kWidestName)},
         {.head = speech_.say("score.head.n"), .width = 4, .gap = 1, .end = true},
         {.head = speech_.say("score.head.brier"), .width = 6, .gap = 1, .end = true},
         {.head = speech_.say("score.head.log"), .width = 5, .gap = 1, .end = true},
         {.head = speech_.say("score.head.baseline"), .width = 7, .gap = 1, .end = true},
         {.head = speech_.say("score.head.peer"),
          .width = 7,
          .gap = 1,
          .end = true,
          .none = !peers},
         {.head = speech_.say("score.head.skill"), .gap = 2}});
    table.heads()
        .cell(kN, speech_.say("score.head.n"), Style::kDim)
        .cell(kBrier, speech_.say("score.head.brier"), Style::kDim)
        .cell(kLog, speech_.say("score.head.log"), Style::kDim)
        .cell(kBaseline, speech_.say("score.head.baseline"), Style::kDim)
        .cell(kPeer, peers ? speech_.say("score.head.peer") : std::string(), Style::kDim)
        .cell(kSkill, speech_.say("score.head.skill"), Style::kDim);
    const ForecasterSummary* program = summary_of(card_, kProgram);
    for (std::size_t at = 0; at < card_.summary.size(); ++at) {
      const ForecasterSummary& one = card_.summary[at];
      const score::Means& means = one.means;
      Row& row = table.row();
      row.cell({.column = kBy, .words = {{names[at]}}, .lines = 2})
          .cell(kN, speech_.number(static_cast<std::int64_t>(means.n)), Style::kDim)
          .cell(kBrier, figure_or_dash(means.brier, kBrierDigits, speech_), Style::kBold)
          .cell(kLog, figure_or_dash(means.log, kLogDigits, speech_))
          .cell(kBaseline, signed_or_dash(means.baseline, kPointDigits, speech_));
      if (peers) row.cell(kPeer, signed_or_dash(means.peer, kPointDigits, speech_));
      if (program == nullptr || one.by == kProgram) continue;
      row.cell({.column = kSkill,
                .words = {{skill_in_words(program->skill.at(one.by).brier, speech_)}},
                .lines = kAllLines});
    }
    page_.gap();
    page_.paragraph(speech_.say("score.legend"), Style::kDim);
    const bool has_publisher =
        std::any_of(card_.scenarios.begin(), card_.scenarios.end(),
                    [](const auto& one) { return !one.publisher_word.empty(); });
    if (has_publisher) page_.paragraph(speech_.say("score.publisher-words"), Style::kDim);
  }

  void unsettled() {
    const ForecasterSummary* program = summary_of(card_, kProgram);
    if (program == nullptr || !program->bounds) return;
    page_.paragraph(speech_.say(
        "score.bounds",
        {{"yes", figure_or_dash(program->bounds->if_all_yes.brier, kBrierDigits, speech_)},
         {"no", figure_or_dash(program->bounds->if_all_no.brier, kBrierDigits, speech_)}}));
  }

  void shares() {
    if (card_.scenarios.size() < 2) return;
    std::vector<std::string> roles;
    for (const score::Share& share : card_.roles) {
      roles.push_back(speech_.say("score.share-of", {{"of", speech_.say("role." + share.of)},
                                                     {"n", std::int64_t{share.scenarios}}}));
    }
    page_.paragraph(
        speech_.say("score.shares", {{"clusters", static_cast<std::int64_t>(card_.clusters.size())},
                                     {"largest", std::int64_t{card_.clusters.front().scenarios}},
                                     {"all", static_cast<std::int64_t>(card_.scenarios.size())},
                                     {"roles", speech_.list(roles)}}));
  }

  void scenarios() {
    const std::vector<ForecasterName> shown = columns();
    // A fifth column takes its room from the outcome, which goes on in a second line.
    const std::size_t outcome = shown.size() > 4 ? 18 : 30;
    std::vector<Column> columns{{.head = speech_.say("label.outcome"), .width = outcome}};
    for (const ForecasterName& by : shown) {
      columns.push_back(
          {.head = forecaster_in_words(by, speech_), .width = 11, .gap = 1, .end = true});
    }
    page_.heading(speech_.say("score.each"));
    Table& table = page_.table(std::move(columns));
    Row& heads = table.heads();
    for (std::size_t at = 0; at < shown.size(); ++at) {
      heads.cell(at + 1, speech_.say("score.short." + short_key(shown[at])), Style::kDim);
    }
    for (const score::ScenarioScore& one : card_.scenarios) {
      table.row().cell({.column = 0,
                        .words = {{speech_.text(one.title), Style::kBold}},
                        .span = kToTheEnd,
                        .lines = kAllLines,
                        .span_below = kToTheEnd});
      Row& row = table.row();
      row.cell({.column = 0,
                .words = {{settled_in_short(one.resolution, speech_), Style::kDim}},
                .lines = kAllLines});
      for (std::size_t at = 0; at < shown.size(); ++at) {
        const score::Score* score = one.of(shown[at]);
        row.cell(at + 1, figure_or_dash(score == nullptr ? std::nullopt : score->brier,
                                        kBrierDigits, speech_));
      }
    }
  }

  /// Those that every page has room for.
  [[nodiscard]] std::vector<ForecasterName> columns() const {
    std::vector<ForecasterName> shown;
    for (const ForecasterKind kind :
         {ForecasterKind::kProgram, ForecasterKind::kPrior, ForecasterKind::kBaseRate,
          ForecasterKind::kPublisher, ForecasterKind::kJudged}) {
      if (summary_of(card_, {kind, {}}) != nullptr) shown.push_back({kind, {}});
    }
    return shown;
  }
  static std::string short_key(const ForecasterName& by) { return by.key(); }

  const Scorecard& card_;
  const Speech& speech_;
  Page page_;
};

void score_members(JsonWriter& json, const score::Score& score) {
  json.member("brier", score.brier).member("log", score.log);
  json.member("baseline", score.baseline).member("peer", score.peer);
  json.member("coverage", score.coverage);
  json.member("spot_baseline", score.spot_baseline).member("spot_peer", score.spot_peer);
  json.member("spot", score.spot);
}

void skill_member(JsonWriter& json, const score::Skills& skills) {
  const std::optional<score::Skill>& brier = skills.brier;
  json.begin_object();
  json.member("brier", brier ? std::optional(brier->skill) : std::nullopt);
  json.member("log", skills.log ? std::optional(skills.log->skill) : std::nullopt);
  json.member("n", brier ? static_cast<std::int64_t>(brier->n) : std::int64_t{0});
  json.member("clusters", brier ? static_cast<std::int64_t>(brier->clusters) : std::int64_t{0});
  interval_member(json, brier ? brier->interval : std::nullopt);
  json.end_object();
}

void shares_member(JsonWriter& json, std::string_view name,
                   const std::vector<score::Share>& shares) {
  json.key(name).begin_array();
  for (const score::Share& share : shares) {
    json.begin_object().member("of", share.of).member("n", std::int64_t{share.scenarios});
    json.end_object();
  }
  json.end_array();
}

}  // namespace

std::string forecaster_in_words(const ForecasterName& by, const Speech& speech) {
  if (by.kind == ForecasterKind::kNamed) return quoted(by.name);
  return speech.say("forecaster." + by.key());
}

std::string tally_in_words(const score::Tally& tally, const Speech& speech) {
  return speech.say("score.tally", {{"opened", std::int64_t{tally.opened}},
                                    {"matured", std::int64_t{tally.matured}},
                                    {"settled", std::int64_t{tally.settled}},
                                    {"true", std::int64_t{tally.came_true}},
                                    {"open", std::int64_t{tally.open}},
                                    {"void", std::int64_t{tally.voided}}});
}

Page scorecard_page(const Scorecard& card, const Speech& speech) {
  return ScorePage(card, speech).page();
}
Page scorecard_summary_page(const Scorecard& card, const Speech& speech) {
  return ScorePage(card, speech).summary_only();
}
Page scores_of_each_page(const Scorecard& card, const Speech& speech) {
  return ScorePage(card, speech).each_only();
}

std::string scorecard_json(const Scorecard& card) {
  JsonWriter json;
  json.begin_object().member("format", "signpost.score/1");
  json.member("known_at", card.known_at).member("hindsight", card.hindsight);
  json.member("peers", card.peers_are_all ? "all" : "named").key("scenarios").begin_array();
  for (const score::ScenarioScore& one : card.scenarios) {
    json.begin_object().member("scenario", one.scenario);
    json.member("outcome", to_string(*one.resolution.outcome)).member("on", one.resolution.on);
    json.member("counted_from", one.counted_from).member("closes", one.closes);
    json.member("cluster", static_cast<std::int64_t>(one.cluster));
    text_member(json, "publisher_word", one.publisher_word);
    json.key("forecasters").begin_array();
    for (const score::ForecasterScore& by : one.forecasters) {
      json.begin_object().member("by", by.by.key());
      score_members(json, by.score);
      json.member("entered_late", std::int64_t{by.entered_late}).end_object();
    }
    json.end_array().end_object();
  }
  json.end_array().key("summary").begin_object();
  json.member("opened", std::int64_t{card.tally.opened})
      .member("matured", std::int64_t{card.tally.matured})
      .member("settled", std::int64_t{card.tally.settled})
      .member("came_true", std::int64_t{card.tally.came_true})
      .member("open", std::int64_t{card.tally.open})
      .member("void", std::int64_t{card.tally.voided})
      .member("retired", std::int64_t{card.tally.retired})
      .member("not_counted", std::int64_t{card.tally.not_counted});
  json.key("forecasters").begin_array();
  for (const ForecasterSummary& one : card.summary) {
    json.begin_object().member("by", one.by.key());
    json.member("n", static_cast<std::int64_t>(one.means.n));
    json.member("brier", one.means.brier).member("log", one.means.log);
    json.member("baseline", one.means.baseline).member("peer", one.means.peer);
    json.member("coverage", one.means.coverage);
    json.member("spot_baseline", one.means.spot_baseline).member("spot_peer", one.means.spot_peer);
    json.key("bounds");
    if (one.bounds) {
      json.begin_object()
          .member("all_yes", one.bounds->if_all_yes.brier)
          .member("all_no", one.bounds->if_all_no.brier)
          .member("best", one.bounds->best.brier)
          .member("worst", one.bounds->worst.brier)
          .end_object();
    } else {
      json.null();
    }
    json.key("skill").begin_object();
    for (const auto& [other, skills] : one.skill) {
      json.key(other.key());
      skill_member(json, skills);
    }
    json.end_object().end_object();
  }
  json.end_array();
  shares_member(json, "publications", card.publications);
  shares_member(json, "roles", card.roles);
  shares_member(json, "clusters", card.clusters);
  return json.end_object().end_object().take();
}

std::vector<std::string> running_score_in_words(const Scorecard& card, const Speech& speech) {
  std::vector<std::string> lines;
  const ForecasterSummary* program = summary_of(card, kProgram);
  if (program == nullptr || !program->means.brier) return lines;
  lines.push_back(speech.say(
      "score.running", {{"n", static_cast<std::int64_t>(program->means.n)},
                        {"brier", figure_or_dash(program->means.brier, kBrierDigits, speech)}}));
  for (const ForecasterSummary& one : card.summary) {
    if (one.by == kProgram) continue;
    const std::optional<score::Skill>& skill = program->skill.at(one.by).brier;
    if (!skill) continue;
    lines.push_back(speech.say("score.against",
                               {{"by", forecaster_in_words(one.by, speech)},
                                {"n", static_cast<std::int64_t>(skill->n)},
                                {"brier", figure_or_dash(one.means.brier, kBrierDigits, speech)},
                                {"skill", skill_in_words(skill, speech)}}));
  }
  return lines;
}

}  // namespace signpost::report
