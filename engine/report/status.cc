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
#include "engine/report/isolated_text.h"
#include "engine/report/json_parts.h"
#include "engine/report/line.h"
#include "engine/report/remarks.h"
#include "engine/report/speech.h"

namespace signpost::report {
namespace {

/// A scenario's two lines. Left what is forecast, then what is believed of it:
///
///   More, and larger, ISIS operations in    45 %  roughly even chance  ▲ +3  !
///   Syria and Iraq                          ▁▁▂▃▃▄▄▅▅▅▄▄  12 items, 24 Jun 2022
///
/// The latest evidence stands in a third column where the terminal has room for one, else on the
/// second line where the title leaves it free. Below 76 columns there is no room side by side: the
/// figures follow the title.
struct Columns {
  static constexpr std::size_t kLeft = 2;      // where titles begin
  static constexpr std::size_t kFigures = 38;  // the width of the figures
  static constexpr std::size_t kTrend = 12;    // of the sparkline: one mark a month
  static constexpr std::size_t kGap = 2;

  bool side_by_side;
  std::size_t title;       // width
  std::size_t figures;     // where the figures begin: probability, word, change, marks
  std::size_t latest = 0;  // where the latest evidence begins; 0 = it has no column
  std::size_t latest_width = 0;

  explicit Columns(std::size_t width) : side_by_side(width >= 76) {
    title = width - kLeft;
    figures = 2 * kLeft;
    if (!side_by_side) return;
    title -= kFigures + kGap;
    if (width >= 104) {
      latest_width = (title - kGap) / 2;
      title -= latest_width + kGap;
    }
    figures = kLeft + title + kGap;
    if (latest_width > 0) latest = figures + kFigures + kGap;
  }
  [[nodiscard]] std::size_t word() const { return figures + 7; }
  [[nodiscard]] std::size_t change() const { return word() + 21; }
  [[nodiscard]] std::size_t marks() const { return change() + 7; }
};

struct Row {
  const Standing* standing;
  std::string title;
  std::string branch;  // before the title's first line: ├ or └
  std::string trunk;   // before the lines below it: │
};

struct Group {
  std::string heading;  // for the parts of one forecast; empty for a scenario of its own
  std::vector<Row> rows;
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
                   standing.scenario.horizon.value_or(kForever)});
}

class Page {
 public:
  Page(const Standings& standings, const StatusChoices& choices, const Terminal& terminal)
      : standings_(standings), choices_(choices), terminal_(terminal), columns_(terminal.width) {}

  std::string text() {
    head();
    for (const Role role : {Role::kMotive, Role::kEffect, Role::kConclusion, Role::kHypothesis}) {
      by_role(role);
    }
    notes();
    legend();
    return std::move(text_);
  }

 private:
  std::string title_of(const Scenario& scenario) const {
    return printable(choices_.ids ? scenario.id : in(choices_.titles, scenario.title));
  }

  void head() {
    text_ += Line(terminal_).say("Where the forecasts stand", Style::kBold).take();
    text_ += paragraph(
        terminal_,
        reading(standings_.moment, standings_.hindsight, standings_.not_known_then, choices_.now) +
            ".",
        0, standings_.hindsight ? Style::kAccent : Style::kPlain);
    text_ += not_available_paragraph(standings_.not_available, speech_, terminal_);
    if (standings_.scenarios.empty()) {
      text_ +=
          standings_.retired == 0
              ? paragraph(terminal_, "There are no scenarios yet: signpost load FILE.toml")
              : IsolatedText(terminal_).paragraph(
                    no_scenarios_in_words(standings_.retired, speech_) + ' ' +
                    how_to_see_retired(standings_.retired, "`signpost status --retired`", speech_));
    }
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
      groups[at].rows.push_back({&standing, title_of(scenario), {}, {}});
    }
    for (Group& group : groups) {
      if (group.rows.size() > 1) tie(group);
    }
    return groups;
  }

  /// Draws the parts of a forecast as branches under what their titles have in common.
  void tie(Group& group) const {
    std::vector<std::string> titles;
    for (const Row& row : group.rows) titles.push_back(row.title);
    const std::string beginning = choices_.ids ? std::string() : common_beginning(titles);
    group.heading = beginning.empty()
                        ? fmt::format("{}, in {} parts",
                                      group.rows.front().standing->scenario.part_of, titles.size())
                        : beginning + (terminal_.unicode ? "…" : "...");
    for (Row& row : group.rows) {
      const bool last = &row == &group.rows.back();
      row.title.erase(0, beginning.size());
      row.branch = terminal_.unicode ? (last ? "└" : "├") : (last ? "`" : "|");
      row.trunk = last ? "" : (terminal_.unicode ? "│" : "|");
    }
  }

  void by_role(Role role) {
    const std::vector<Group> all = groups(role);
    if (all.empty()) return;
    text_ += '\n';
    Line heading(terminal_);
    heading.say(speech_.say(fmt::format("role.{}.plural", to_string(role))), Style::kBold);
    if (columns_.side_by_side && !captioned_) captions(heading);
    text_ += heading.take();
    for (const Group& group : all) {
      if (!group.heading.empty()) {
        text_ += Line(terminal_).to(Columns::kLeft).quote(group.heading, Style::kDim).take();
      }
      for (const Row& row : group.rows) show(row);
    }
  }

  /// Once, over the first row's columns.
  void captions(Line& line) {
    line.to(columns_.figures)
        .say("probability", Style::kDim)
        .right("30 days", columns_.change() + 5, Style::kDim);
    if (columns_.latest > 0) line.to(columns_.latest).say("latest evidence", Style::kDim);
    captioned_ = true;
  }

  void show(const Row& row) {
    const std::size_t branch = row.branch.empty() ? 0 : 2;
    const std::size_t indent = Columns::kLeft + branch;
    const std::size_t width = columns_.title - branch;
    const auto [title, more_title] = break_line(row.title, width);
    Line first(terminal_);
    first.to(Columns::kLeft).say(row.branch, Style::kDim).to(indent).quote(title);
    Line second = under(row, indent);
    if (!columns_.side_by_side) {
      text_ += first.take();
      if (!more_title.empty()) text_ += second.quote(more_title).take();
      first = under(row, columns_.figures);
      second = under(row, columns_.figures);
    }
    figures(first, *row.standing);
    if (columns_.side_by_side && !more_title.empty()) {
      second.quote(more_title, Style::kPlain, width);
    } else if (columns_.side_by_side && columns_.latest == 0) {
      latest(second, *row.standing, width);
    }
    year(second, *row.standing);
    if (columns_.latest > 0 && row.standing->latest) {
      const auto [text, more_text] =
          break_line(printable(text_of(*row.standing->latest)), columns_.latest_width);
      first.to(columns_.latest).quote(text, Style::kDim);
      if (!more_text.empty()) second.to(columns_.latest).quote(more_text, Style::kDim);
    }
    text_ += first.take() + second.take();
    if (const std::string then = at_horizon(*row.standing, speech_); !then.empty()) {
      Line third = under(row, columns_.figures);
      text_ += third.say(IsolatedText(terminal_).clean(then), Style::kDim).take();
    }
  }

  static std::string_view text_of(const ItemLine& item) {
    return item.redacted ? std::string_view("(redacted)") : item.content.text;
  }

  Line under(const Row& row, std::size_t indent) const {
    Line line(terminal_);
    line.to(Columns::kLeft).say(row.trunk, Style::kDim).to(indent);
    return line;
  }

  void figures(Line& line, const Standing& standing) const {
    const Probability now = standing.assessment.probability;
    line.right(percent(now), columns_.figures + 5, Style::kBold)
        .to(columns_.word())
        .say(speech_.word(now))
        .to(columns_.change());
    change(line, standing);
    const std::string marked = marks(standing);
    if (!marked.empty()) line.to(columns_.marks()).say(marked, Style::kBad);
  }

  void change(Line& line, const Standing& standing) const {
    if (standing.assessment.state == ScenarioState::kNotYetOpen) return;
    if (!standing.month_before) {
      line.say("new", Style::kDim);
      return;
    }
    const Probability now = standing.assessment.probability;
    const std::string moved = points(*standing.month_before, now, terminal_);
    if (moved == "0") {
      line.right("0", columns_.change() + 5, Style::kDim);
      return;
    }
    const bool up = now > *standing.month_before;
    if (terminal_.unicode) line.say(up ? "▲" : "▼", Style::kAccent);
    line.right(moved, columns_.change() + 5, Style::kAccent);
  }

  void latest(Line& line, const Standing& standing, std::size_t width) const {
    if (!standing.latest) return;
    const std::string_view label = "latest: ";
    line.say(label, Style::kDim)
        .quote(text_of(*standing.latest), Style::kDim, width - label.size());
  }

  void year(Line& line, const Standing& standing) const {
    line.to(columns_.figures)
        .say(sparkline(standing.trend, Columns::kTrend, terminal_), Style::kAccent)
        .to(columns_.figures + Columns::kTrend + 2);
    if (standing.assessment.state == ScenarioState::kNotYetOpen) {
      line.say("opens " + to_short_date(standing.scenario.opened), Style::kDim);
    } else if (standing.evidence_count == 0) {
      line.say("no evidence yet", Style::kDim);
    } else {
      line.say(counted(standing.evidence_count, "item", "items"), Style::kDim);
      if (standing.latest) {
        line.say(", ", Style::kDim)
            .say(day(*last_evidence(standing), standing.latest->content.occurred_as, terminal_),
                 Style::kDim);
      }
    }
  }

  std::string marks(const Standing& standing) const {
    std::string marks;
    if (standing.assessment.ledger && !standing.assessment.ledger->misfits.empty()) marks += '!';
    if (!standing.in_doubt.empty()) marks += '?';
    if (standing.happened) marks += '*';
    if (!remarks(standing, speech_).empty()) marks += '^';
    marks += state_mark(standing.assessment.state);
    return marks;
  }

  std::string_view state_mark(ScenarioState state) const {
    switch (state) {
      case ScenarioState::kOpen:
        return {};
      case ScenarioState::kNotYetOpen:
        return terminal_.unicode ? "○" : "o";
      case ScenarioState::kPastHorizon:
        return terminal_.unicode ? "■" : "#";
      case ScenarioState::kResolved:
        return "=";
    }
    return {};
  }

  std::string indicator_title(const std::string& id) const {
    const auto found = standings_.indicators.find(id);
    return found == standings_.indicators.end() ? id : in(choices_.titles, found->second.title);
  }

  /// One note: a mark, and outside text between our own words. Two lines at most.
  void note(std::string_view mark, const std::string& words) {
    const auto [first, rest] = break_line(printable(words), terminal_.width - 2);
    text_ += Line(terminal_).say(mark, Style::kBad).to(2).quote(first).take();
    if (!rest.empty()) text_ += Line(terminal_).to(2).quote(rest).take();
  }

  void notes() {
    const std::size_t before = text_.size();
    text_ += '\n';
    misfits();
    doubts();
    outcomes();
    states();
    if (text_.size() == before + 1) text_.resize(before);
  }

  /// A rate of a misfit; at set times a share of them.
  std::string seen(const Misfit& misfit, Rate observed) const {
    const auto found = standings_.indicators.find(misfit.indicator);
    const bool at_times = found != standings_.indicators.end() && found->second.occasions;
    return at_times
               ? speech_.say(
                     "rate.each-time",
                     {{"share", speech_.percent(Probability(std::min(1.0, observed.per_day())))}})
               : rate(observed);
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
      note("!", first.gone_dark
                    ? fmt::format("{}: {}", indicator_title(indicator), speech_.say("misfit.dark"))
                    : fmt::format(
                          "{}: seen {}; {} expected if under way, {} if not. Its rates are off{}.",
                          indicator_title(indicator), seen(first, first.observed),
                          seen(first, first.if_true), seen(first, first.if_false),
                          found.size() > 1 ? fmt::format(" (in {} scenarios)", found.size()) : ""));
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
      const std::string words = fmt::format(
          "Assumption in doubt since {}{}: {}", to_short_date(doubt.seen),
          scenarios.size() > 1 ? fmt::format(", in {} scenarios", scenarios.size()) : "",
          in(choices_.titles, doubt.assumption.text));
      note("?", cut_to_width(printable(words), terminal_.width - 2));
    }
  }

  /// What is said to have happened, what stands above what it implies, and what was revised or
  /// defined late; each with its scenario, what is said of several once.
  void outcomes() {
    const IsolatedText ready(terminal_);
    const auto tell = [&](std::string_view mark, const std::string& whom,
                          const std::string& words) {
      const std::vector<std::string> lines = ready.broken(whom + ": " + words, terminal_.width - 2);
      for (std::size_t i = 0; i < lines.size(); ++i) {
        Line line(terminal_);
        if (i == 0) line.say(mark, Style::kBad);
        text_ += line.to(2).say(lines[i]).take();
      }
    };
    for (const Standing& standing : standings_.scenarios) {
      if (standing.happened) {
        const std::vector<std::string> sources = tellers(*standing.happened, speech_);
        std::string words = happened_in_words(*standing.happened, sources, speech_) + ".";
        if (standing.happened->came_true()) words += " " + speech_.say("happened.due");
        tell("*", quoted(title_of(standing.scenario)), words);
      }
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
    const auto any = [&](ScenarioState state) {
      return std::any_of(
          standings_.scenarios.begin(), standings_.scenarios.end(),
          [&](const Standing& standing) { return standing.assessment.state == state; });
    };
    if (any(ScenarioState::kNotYetOpen)) {
      note(state_mark(ScenarioState::kNotYetOpen), "Not yet open: the opening judgement is shown.");
    }
    if (any(ScenarioState::kPastHorizon)) {
      note(state_mark(ScenarioState::kPastHorizon),
           "Past its horizon: shown as it stood there, the clock has stopped.");
    }
    if (any(ScenarioState::kResolved)) {
      note(state_mark(ScenarioState::kResolved), "Resolved.");
    }
  }

  void legend() {
    if (standings_.scenarios.empty()) return;
    text_ += '\n';
    const std::string scale = terminal_.unicode ? "the blocks are the last year, from 0 to 100 %"
                                                : "the digits are the last year, in tenths";
    text_ += paragraph(terminal_,
                       fmt::format("Words are ICD 203's. {} is the change in 30 days, in "
                                   "percentage points; {}; the items are the evidence that counts, "
                                   "with the day of the latest.",
                                   terminal_.unicode ? "▲ ▼" : "+ -", scale),
                       0, Style::kDim);
    text_ += quoted_paragraph(
        terminal_,
        fmt::format("Why: signpost explain {}{}", standings_.scenarios.front().scenario.id,
                    choices_.ids ? "" : "  (all ids: signpost status --ids)"),
        0, 2, Style::kDim);
  }

  const Standings& standings_;
  const StatusChoices& choices_;
  const Terminal& terminal_;
  const Speech speech_{Language::kEnglish};
  Columns columns_;
  bool captioned_ = false;
  std::string text_;
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
  json.member("prior", scenario.prior).member("base_rate", base_rate_of(scenario));
  json.member("probability", assessment.probability);
  outcome_members(json, assessment);
  json.member("log_odds_db", assessment.log_odds.decibans());
  word_member(json, "word", assessment.probability);
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

std::string status_text(const Standings& standings, const StatusChoices& choices,
                        const Terminal& terminal) {
  return Page(standings, choices, terminal).text();
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
