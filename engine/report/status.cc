#include "engine/report/status.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <map>
#include <set>
#include <string_view>
#include <vector>

#include "engine/base/text.h"
#include "engine/report/count.h"
#include "engine/report/json_parts.h"
#include "engine/report/line.h"
#include "engine/report/remarks.h"

namespace signpost::report {
namespace {

/// A scenario's two lines. Left what is forecast, then what is believed of it:
///
///   More, and larger, ISIS operations in    45 %  roughly even chance  ▲ +3  !
///   Syria and Iraq                          ▁▁▂▃▃▄▄▅▅▅▄▄  12 items, 24 Jun 2022
///
/// The latest evidence stands in a third column where there is room for one, else on the second
/// line where the title leaves it free. Below 76 columns there is no room side by side: the figures
/// follow the title.
constexpr std::size_t kSideBySide = 76;
constexpr std::size_t kWithLatest = 104;
constexpr std::size_t kIndent = 2;
constexpr std::size_t kFigures = 38;  // the width of the figures
constexpr std::size_t kBetween = 2;
constexpr std::size_t kTrend = 12;  // of the course: one mark a month

// The columns: the indent, the branch of a forecast in parts, its title; probability, word, sign of
// the change, change and marks; the latest evidence.
enum : std::size_t { kHead, kBranch, kTitle, kFigure, kWord, kSign, kChange, kMarks, kLatest };

struct Line {
  const Standing* standing;
  std::string title;
  std::string branch;  // before the title's first line: ├ or └
  std::string trunk;   // before the lines below it: │
};

struct Group {
  std::string heading;  // for the parts of one forecast; empty for a scenario of its own
  std::vector<Line> lines;
};

std::vector<std::string_view> words_of(std::string_view text) {
  std::vector<std::string_view> words;
  for (std::size_t at = 0; at < text.size();) {
    const std::size_t begin = text.find_first_not_of(' ', at);
    if (begin == std::string_view::npos) break;
    const std::size_t end = std::min(text.find(' ', begin), text.size());
    words.push_back(text.substr(begin, end - begin));
    at = end;
  }
  return words;
}

/// The words that all titles begin with, if they are enough to be a heading for what is left.
std::string common_beginning(const std::vector<std::string>& titles) {
  std::vector<std::string_view> common = words_of(titles.front());
  for (const std::string& title : titles) {
    const std::vector<std::string_view> words = words_of(title);
    // At least one word must be left to each.
    const std::size_t most = std::min(common.size(), words.empty() ? 0 : words.size() - 1);
    std::size_t same = 0;
    while (same < most && common[same] == words[same]) ++same;
    common.resize(same);
  }
  if (common.size() < 2) return {};
  std::string beginning;
  for (const std::string_view word : common) beginning.append(word).append(" ");
  return beginning;  // ends in a space
}

/// When the last of what counts had happened: of a total its end, or where the clock of the
/// scenario stands if its span goes on beyond that.
std::optional<Instant> last_evidence(const Standing& standing) {
  if (!standing.latest) return std::nullopt;
  const Item& item = standing.latest->content;
  if (!item.total) return item.occurred;
  return std::min({item.total->until, standing.assessment.moment.as_of,
                   clock_end(standing.scenario, standing.resolution).value_or(kForever)});
}

class StatusPage {
 public:
  StatusPage(const Standings& standings, const StatusChoices& choices, const Speech& speech)
      : standings_(standings),
        choices_(choices),
        speech_(speech),
        side_by_side_(choices.width >= kSideBySide),
        page_(speech.language()) {}

  Page page() {
    head();
    for (const Role role : {Role::kMotive, Role::kEffect, Role::kConclusion, Role::kHypothesis}) {
      by_role(role);
    }
    notes();
    legend();
    return std::move(page_);
  }

 private:
  /// Ready to print.
  std::string title_of(const Scenario& scenario) const {
    return printable(choices_.ids ? scenario.id : in(speech_.language(), scenario.title));
  }

  void head() {
    page_.heading(speech_.say("status.title"));
    page_.paragraph(reading_in_words(standings_.moment, standings_.hindsight,
                                     standings_.not_known_then, choices_.now, speech_),
                    standings_.hindsight ? Style::kAccent : Style::kPlain);
    page_.paragraph(as_sentence(not_available_in_words(standings_.not_available, speech_)),
                    Style::kAccent);
    if (!standings_.scenarios.empty()) return;
    page_.paragraph(
        standings_.retired == 0
            ? speech_.say("status.none")
            : no_scenarios_in_words(standings_.retired, speech_) + ' ' +
                  how_to_see_retired(standings_.retired, "action.list-retired", speech_));
  }

  /// The scenarios of a role in their order; the parts of one forecast where the first of them is.
  std::vector<Group> groups(Role role) const {
    std::vector<Group> groups;
    std::map<std::string_view, std::size_t> parts;
    for (const Standing& standing : standings_.scenarios) {
      const Scenario& scenario = standing.scenario;
      if (scenario.role != role) continue;
      std::size_t at = groups.size();
      if (!scenario.part_of.empty()) at = parts.try_emplace(scenario.part_of, at).first->second;
      if (at == groups.size()) groups.emplace_back();
      groups[at].lines.push_back({&standing, title_of(scenario), {}, {}});
    }
    for (Group& group : groups) {
      if (group.lines.size() > 1) tie(group);
    }
    return groups;
  }

  /// Draws the parts of a forecast as branches under what their titles have in common.
  void tie(Group& group) const {
    std::vector<std::string> titles;
    for (const Line& line : group.lines) titles.push_back(line.title);
    const std::string beginning = choices_.ids ? std::string() : common_beginning(titles);
    group.heading =
        beginning.empty()
            ? speech_.say("status.parts",
                          {{"forecast", quoted(group.lines.front().standing->scenario.part_of)},
                           {"n", static_cast<std::int64_t>(titles.size())}})
            : quoted(beginning + "…");
    for (Line& line : group.lines) {
      const bool last = &line == &group.lines.back();
      line.title.erase(0, beginning.size());
      line.branch = last ? "└" : "├";
      line.trunk = last ? "" : "│";
    }
  }

  [[nodiscard]] bool has_latest() const { return choices_.width >= kWithLatest; }
  /// Of titles, where the figures stand beside them.
  [[nodiscard]] std::size_t title_width() const {
    const std::size_t left = choices_.width - kIndent - kFigures - kBetween;
    return has_latest() ? left - (left - kBetween) / 2 - kBetween : left;
  }

  /// With the figures under the titles these take no room in the line.
  Table& table(bool titles) {
    std::vector<Column> columns = {{.width = kIndent},
                                   {.width = 1},
                                   {.head = speech_.say("label.title"),
                                    .width = titles ? title_width() - 2 : 0,
                                    .gap = 1,
                                    .none = !titles},
                                   {.head = speech_.say("label.probability"),
                                    .width = 5,
                                    .gap = titles ? kBetween : 0,
                                    .end = true},
                                   {.head = speech_.say("label.word"), .width = 19, .gap = 2},
                                   {.width = 1, .gap = 2},
                                   {.head = speech_.say("label.change"), .width = 4, .end = true},
                                   {.head = speech_.say("label.marks"), .width = 3, .gap = 2}};
    if (has_latest()) columns.push_back({.head = speech_.say("label.latest"), .gap = kBetween});
    return page_.table(std::move(columns));
  }

  void by_role(Role role) {
    const std::vector<Group> all = groups(role);
    if (all.empty()) return;
    page_.gap();
    {
      Row& heading = table(true).heads();
      heading.cell(
          {.column = kHead,
           .words = {{speech_.say(fmt::format("role.{}.plural", to_string(role))), Style::kBold}},
           .span = side_by_side_ ? kFigure : kToTheEnd});
      if (side_by_side_ && !std::exchange(captioned_, true)) captions(heading);
    }
    for (const Group& group : all) {
      if (!group.heading.empty()) {
        page_.paragraph(group.heading, Style::kDim, kIndent, 1);
      }
      for (const Line& line : group.lines) show(line);
    }
  }

  /// Once, over the first row's columns.
  void captions(Row& row) const {
    row.cell({.column = kFigure,
              .words = {{speech_.say("status.probability"), Style::kDim}},
              .span = 2,
              .end = false})
        .cell({.column = kWord,
               .words = {{speech_.say("status.days"), Style::kDim}},
               .span = 3,
               .end = true});
    if (has_latest()) row.cell(kLatest, speech_.say("status.latest-evidence"), Style::kDim);
  }

  void show(const Line& line) {
    const Standing& standing = *line.standing;
    const bool branches = !line.branch.empty();
    const std::size_t width = title_width() - (branches ? 2 : 0);
    const Words trunk = line.trunk.empty() ? Words{} : Words{{line.trunk, Style::kDim}};
    Row* row = &table(side_by_side_).row();
    if (branches) {
      row->cell({.column = kBranch, .words = {{line.branch, Style::kDim}}, .under = trunk});
    }
    const std::size_t titles = branches ? kTitle : kBranch;
    row->cell({.column = titles,
               .words = {{quoted(line.title)}},
               .span = side_by_side_ ? kFigure - titles : kToTheEnd,
               .lines = 2,
               .span_below = side_by_side_ ? kFigure - titles : kToTheEnd,
               .head = speech_.say("label.title")});
    if (!side_by_side_) {
      row = &table(false).row();
      row->cell({.column = kBranch, .words = trunk, .under = trunk});
    } else if (standing.latest && !has_latest() && break_line(line.title, width).second.empty()) {
      row->cell({.column = titles,
                 .words = {{speech_.say("status.latest", {{"text", text_of(*standing.latest)}}),
                            Style::kDim}},
                 .span = kFigure - titles,
                 .line = 1,
                 .head = std::string()});  // it says so itself
    }
    figures(*row, standing);
    year(*row, standing);
    if (has_latest() && standing.latest) {
      row->cell(
          {.column = kLatest, .words = {{text_of(*standing.latest), Style::kDim}}, .lines = 2});
    }
    const std::string then = standing.resolution ? settled_in_short(*standing.resolution, speech_)
                                                 : at_horizon(standing, speech_, /*narrow=*/true);
    if (!then.empty()) {
      row->cell({.column = kFigure,
                 .words = {{then, Style::kDim}},
                 .span = kToTheEnd,
                 .line = 2,
                 .end = false});
    }
  }

  std::string text_of(const ItemLine& item) const {
    return item.redacted ? speech_.say("item.redacted") : speech_.text(texts_of(item.content));
  }

  void figures(Row& row, const Standing& standing) const {
    const Probability now = standing.assessment.probability;
    if (standing.assessment.no_history) {
      row.cell(kFigure, "–", Style::kBold).cell(kWord, speech_.say("count.none"));
    } else {
      row.cell(kFigure, speech_.short_percent(now), Style::kBold).cell(kWord, speech_.word(now));
      change(row, standing);
    }
    row.cell(kMarks, marks(standing), Style::kBad);
  }

  void change(Row& row, const Standing& standing) const {
    if (standing.assessment.state == ScenarioState::kNotYetOpen) return;
    if (!standing.month_before) {
      row.cell({.column = kSign, .words = {{speech_.say("status.new"), Style::kDim}}, .span = 2});
      return;
    }
    const Probability now = standing.assessment.probability;
    const int moved =
        static_cast<int>(std::llround(100.0 * (now.value() - standing.month_before->value())));
    if (moved != 0) row.cell(kSign, now > *standing.month_before ? "▲" : "▼", Style::kAccent);
    row.cell(kChange, speech_.points(moved), moved == 0 ? Style::kDim : Style::kAccent);
  }

  void year(Row& row, const Standing& standing) const {
    std::string items;
    if (standing.assessment.state == ScenarioState::kNotYetOpen) {
      items = speech_.say("status.opens", {{"day", speech_.day(standing.scenario.opened)}});
    } else if (standing.assessment.count) {
      // Without a history nobody knows yet how much is enough.
      const CountStanding& count = *standing.assessment.count;
      items = speech_.say("status.counted", {{"count", standing.assessment.no_history
                                                           ? counted(count.counted, speech_)
                                                           : count_in_short(count, speech_)}});
    } else if (standing.evidence_count == 0) {
      items = speech_.say("status.no-evidence");
    } else {
      items = speech_.say("status.items", {{"n", std::int64_t{standing.evidence_count}}});
      if (standing.latest) {
        items = speech_.say("status.items-latest",
                            {{"items", items},
                             {"day", speech_.short_day(*last_evidence(standing),
                                                       standing.latest->content.occurred_as)}});
      }
    }
    row.cell({.column = kFigure,
              .words = {{{}, Style::kAccent, Graph{.values = standing.trend, .columns = kTrend}},
                        {"  "},
                        {items, Style::kDim}},
              .span = kMarks + 1 - kFigure,
              .line = 1,
              .end = false,
              .head = speech_.say("label.trend")});
  }

  std::string marks(const Standing& standing) const {
    std::string marks;
    if (standing.assessment.ledger && !standing.assessment.ledger->misfits.empty()) marks += '!';
    if (!standing.in_doubt.empty()) marks += '?';
    if (standing.happened && !standing.resolution) marks += '*';
    if (!remarks(standing, speech_).empty()) marks += '^';
    return marks.append(state_mark(standing.assessment.state));
  }

  static std::string_view state_mark(ScenarioState state) {
    switch (state) {
      case ScenarioState::kOpen:
        return {};
      case ScenarioState::kNotYetOpen:
        return "○";
      case ScenarioState::kPastHorizon:
        return "■";
      case ScenarioState::kResolved:
        return "=";
    }
    return {};
  }

  std::string indicator_title(const std::string& id) const {
    const auto found = standings_.indicators.find(id);
    return found == standings_.indicators.end() ? quoted(id) : speech_.text(found->second.title);
  }

  /// One note: a mark, and what it stands for.
  void note(std::string_view mark, std::string words, std::size_t lines = kAllLines) {
    if (notes_ == nullptr) {
      page_.gap();
      notes_ = &page_.table({{.width = 1}, {.gap = 1}});
    }
    notes_->row()
        .cell(0, std::string(mark), Style::kBad)
        .cell({.column = 1, .words = {{std::move(words)}}, .lines = lines});
  }

  void notes() {
    misfits();
    doubts();
    outcomes();
    states();
  }

  /// A rate of a misfit; at set times a share of them.
  std::string seen(const Misfit& misfit, Rate observed) const {
    const auto found = standings_.indicators.find(misfit.indicator);
    const bool at_times = found != standings_.indicators.end() && found->second.occasions;
    return at_times
               ? speech_.say(
                     "rate.each-time",
                     {{"share", speech_.percent(Probability(std::min(1.0, observed.per_day())))}})
               : speech_.rate(observed);
  }

  /// An indicator whose rates do not fit is named once, however many scenarios expect it.
  void misfits() {
    std::map<std::string, std::vector<const Misfit*>> by_indicator;
    for (const Standing& standing : standings_.scenarios) {
      if (!standing.assessment.ledger) continue;
      for (const Misfit& misfit : standing.assessment.ledger->misfits) {
        by_indicator[misfit.indicator].push_back(&misfit);
      }
    }
    for (const auto& [indicator, found] : by_indicator) {
      const Misfit& first = *found.front();
      const std::string title = indicator_title(indicator);
      note("!",
           first.gone_dark
               ? speech_.say("text.labelled",
                             {{"label", title}, {"text", speech_.say("misfit.dark")}})
               : speech_.say("status.misfit", {{"indicator", title},
                                               {"observed", seen(first, first.observed)},
                                               {"if_true", seen(first, first.if_true)},
                                               {"if_false", seen(first, first.if_false)},
                                               {"n", static_cast<std::int64_t>(found.size())}}),
           2);
    }
  }

  /// An assumption that several scenarios share is told once, in one line: when it was first seen
  /// broken. By what, explain tells.
  void doubts() {
    std::vector<std::pair<AssumptionInDoubt, std::set<std::string>>> told;
    for (const Standing& standing : standings_.scenarios) {
      for (const AssumptionInDoubt& doubt : standing.in_doubt) {
        const auto same = std::find_if(told.begin(), told.end(), [&](const auto& other) {
          return other.first.assumption.text == doubt.assumption.text;
        });
        if (same == told.end()) {
          told.push_back({doubt, {standing.scenario.id}});
        } else {
          same->first.seen = std::min(same->first.seen, doubt.seen);
          same->second.insert(standing.scenario.id);
        }
      }
    }
    for (const auto& [doubt, scenarios] : told) {
      note("?",
           speech_.say("status.in-doubt", {{"day", speech_.day(doubt.seen)},
                                           {"n", static_cast<std::int64_t>(scenarios.size())},
                                           {"assumption", speech_.text(doubt.assumption.text)}}),
           1);
    }
  }

  /// What is said to have happened, what stands above what it implies, and what was revised or
  /// defined late; each with its scenario, what is said of several once.
  void outcomes() {
    const auto tell = [&](std::string_view mark, std::string whom, std::string words) {
      note(mark,
           speech_.say("text.labelled", {{"label", std::move(whom)}, {"text", std::move(words)}}));
    };
    for (const Standing& standing : standings_.scenarios) {
      if (!standing.happened || standing.resolution) continue;
      const std::vector<std::string> sources = tellers(*standing.happened, speech_);
      std::string words = happened_in_words(*standing.happened, sources, speech_) + ".";
      if (standing.happened->came_true()) {
        words += " " + speech_.say("happened.due", {{"do", how_to_resolve(standing, speech_)}});
      }
      tell("*", quoted(title_of(standing.scenario)), std::move(words));
    }
    std::vector<std::pair<std::string, std::vector<const Scenario*>>> said;
    for (const Standing& standing : standings_.scenarios) {
      for (const std::string& remark : remarks(standing, speech_)) {
        auto same = std::find_if(said.begin(), said.end(),
                                 [&](const auto& other) { return other.first == remark; });
        if (same == said.end()) same = said.insert(said.end(), {remark, {}});
        same->second.push_back(&standing.scenario);
      }
    }
    for (const auto& [remark, scenarios] : said) {
      const auto number = static_cast<std::int64_t>(scenarios.size());
      tell("^",
           number == 1 ? quoted(title_of(*scenarios.front()))
                       : speech_.say("unit.scenarios", {{"n", number}}),
           remark);
    }
  }

  void states() {
    for (const auto& [state, key] : {std::pair(ScenarioState::kNotYetOpen, "status.not-yet-open"),
                                     std::pair(ScenarioState::kPastHorizon, "status.past-horizon"),
                                     std::pair(ScenarioState::kResolved, "status.settled")}) {
      const bool any = std::any_of(
          standings_.scenarios.begin(), standings_.scenarios.end(),
          [state = state](const Standing& standing) { return standing.assessment.state == state; });
      if (any) note(state_mark(state), speech_.say(key));
    }
  }

  void legend() {
    if (standings_.scenarios.empty()) return;
    page_.gap();
    page_.paragraph(speech_.say(choices_.unicode ? "status.legend" : "status.legend-ascii"),
                    Style::kDim);
    std::string why =
        speech_.say("status.why", {{"scenario", quoted(standings_.scenarios.front().scenario.id)}});
    if (!choices_.ids) why += "  " + speech_.say("status.all-ids");
    page_.paragraph(std::move(why), Style::kDim, 0, 2);
  }

  const Standings& standings_;
  const StatusChoices& choices_;
  const Speech& speech_;
  const bool side_by_side_;
  bool captioned_ = false;
  Table* notes_ = nullptr;  // until another block is added
  Page page_;
};

void change_member(JsonWriter& json, std::string_view name,
                   const std::optional<Probability>& before, Probability now) {
  json.key(name);
  if (before) {
    json.value(now.value() - before->value());
  } else {
    json.null();
  }
}

void standing_object(JsonWriter& json, const Standing& standing) {
  const Scenario& scenario = standing.scenario;
  const Assessment& assessment = standing.assessment;
  json.begin_object();
  json.member("id", scenario.id).member("role", to_string(scenario.role));
  bilingual_member(json, "title", scenario.title);
  text_member(json, "publication", scenario.publication);
  text_member(json, "part_of", scenario.part_of);
  json.member("state", to_string(assessment.state));
  json.member("opened", scenario.opened).member("horizon", scenario.horizon);
  // Of a countable forecast both are not declared: its count says where it starts.
  const bool declared = !scenario.criterion.has_value();
  json.member("prior", declared ? std::optional(scenario.prior) : std::nullopt);
  json.member("base_rate", declared ? std::optional(base_rate_of(scenario)) : std::nullopt);
  probability_member(json, assessment);
  outcome_members(json, assessment);
  resolution_member(json, "resolution", standing.resolution);
  if (assessment.count) count_member(json, assessment);
  json.key("log_odds_db");
  if (assessment.no_history) {
    json.null().key("word").null();
  } else {
    json.value(assessment.log_odds.decibans());
    word_member(json, "word", assessment.probability);
  }
  json.key("change").begin_object();
  change_member(json, "7d", standing.week_before, assessment.probability);
  change_member(json, "30d", standing.month_before, assessment.probability);
  json.end_object();
  json.member("misfit", assessment.ledger ? assessment.ledger->misfits.size() : 0U);
  json.member("evidence_count", standing.evidence_count);
  json.member("last_evidence", last_evidence(standing));
  json.key("latest");
  if (standing.latest) {
    json.begin_object();
    line_members(json, *standing.latest);
    json.end_object();
  } else {
    json.null();
  }
  json.key("trend").begin_array();
  for (const std::optional<Probability>& probability : standing.trend) json.value(probability);
  json.end_array();
  json.key("in_doubt").begin_array();
  for (const AssumptionInDoubt& doubt : standing.in_doubt) {
    json.begin_object();
    bilingual_member(json, "assumption", doubt.assumption.text);
    json.member("indicator", doubt.indicator).member("seen", doubt.seen).end_object();
  }
  json.end_array();
  json.key("above").begin_array();
  for (const Scenario& wider : standing.above) json.value(wider.id);
  json.end_array();
  retired_member(json, standing.retired);
  json.member("defined_on", standing.defined_on);
  json.key("stated").begin_array();
  for (const Standing::Revised& stated : standing.revised) {
    json.begin_object().member("on", stated.on).member("prior", stated.prior).end_object();
  }
  json.end_array().member("rates_revised", standing.rates_revised);
  json.member("revision", assessment.revision).end_object();
}

}  // namespace

Page status_page(const Standings& standings, const StatusChoices& choices, const Speech& speech) {
  return StatusPage(standings, choices, speech).page();
}

std::string status_json(const Standings& standings) {
  JsonWriter json;
  json.begin_object().member("format", "signpost.status/1");
  moment_members(json, standings.moment, standings.hindsight, standings.not_known_then,
                 standings.not_available);
  json.key("scenarios").begin_array();
  for (const Standing& standing : standings.scenarios) standing_object(json, standing);
  json.end_array().end_object();
  return json.take();
}

}  // namespace signpost::report
