#include "engine/report/credits.h"

#include <algorithm>
#include <array>
#include <utility>

#include "engine/report/json_parts.h"

namespace signpost::report {
namespace {

using score::CreditCard;
using score::CreditLine;
using score::Worth;

constexpr int kDigits = 2;
constexpr std::size_t kWidestName = 30;

std::string worth_in_words(Worth worth, const Speech& speech) {
  return speech.say("credit.worth." + std::string(to_string(worth)));
}

Style style_of(Worth worth) {
  switch (worth) {
    case Worth::kEarns:
      return Style::kGood;
    case Worth::kMisleads:
      return Style::kBad;
    case Worth::kDeadWeight:
      return Style::kAccent;
    case Worth::kUntold:
    case Worth::kTooFew:
      break;
  }
  return Style::kDim;
}

class CreditsPage {
 public:
  CreditsPage(const CreditCard& card, const Speech& speech)
      : card_(card), speech_(speech), page_(speech.language()) {
    for (const auto* lines : {&card.indicators, &card.sources, &card.grades, &card.kinds}) {
      for (const CreditLine& line : *lines) {
        if (line.worth() != Worth::kTooFew) all_too_few_ = false;
      }
    }
  }

  Page page() {
    page_.heading(speech_.say("credit.title", {{"day", speech_.day(card_.known_at)}}));
    if (card_.hindsight) page_.paragraph(speech_.say("score.hindsight"), Style::kAccent);
    if (card_.not_counted > 0) {
      page_.paragraph(speech_.say("score.not-counted", {{"n", std::int64_t{card_.not_counted}}}));
    }
    if (card_.scenarios.empty()) {
      page_.paragraph(speech_.say("score.nothing", {{"do", speech_.say("action.resolve")}}));
      return std::move(page_);
    }
    page_.paragraph(speech_.say("credit.what"));
    if (all_too_few_) page_.paragraph(speech_.say("credit.all-too-few"), Style::kAccent);
    section("credit.indicators", card_.indicators,
            [&](const CreditLine& line) { return indicator_name(line); });
    named("credit.misleading", Worth::kMisleads);
    named("credit.dead-weight", Worth::kDeadWeight);
    section("credit.sources", card_.sources,
            [&](const CreditLine& line) { return source_name(line); });
    claims();
    section("credit.grades", card_.grades,
            [&](const CreditLine& line) { return grade_name(line); });
    section("credit.kinds", card_.kinds,
            [&](const CreditLine& line) { return speech_.say("credit.kind." + line.of); });
    balances();
    return std::move(page_);
  }

 private:
  std::string indicator_name(const CreditLine& line) const {
    if (line.of.empty()) return speech_.say("credit.unforeseen");
    return line.title.empty() ? quoted(line.of) : speech_.text(line.title);
  }
  std::string source_name(const CreditLine& line) const {
    if (!line.title.empty()) return speech_.text(line.title);
    return line.of.empty() ? speech_.say("credit.no-source") : quoted(line.of);
  }
  std::string grade_name(const CreditLine& line) const {
    if (line.of.empty()) return speech_.say("credit.not-graded");
    return line.of == "outright" ? speech_.say("credit.outright") : quoted(line.of);
  }
  std::string bits(double bits) const { return speech_.signed_figure(bits, kDigits); }

  template <class Name>
  void section(const char* head, const std::vector<CreditLine>& lines, Name name) {
    enum : std::size_t { kName, kN, kRight, kBits, kEach };
    const bool any = std::any_of(lines.begin(), lines.end(),
                                 [](const CreditLine& line) { return line.scenarios > 0; });
    if (!any) return;
    std::vector<std::string> names;
    names.reserve(lines.size());
    for (const CreditLine& line : lines) names.push_back(name(line));
    const std::string n = speech_.say("credit.head.scenarios");
    const std::string right = speech_.say("credit.head.right");
    const std::string all = speech_.say("credit.head.bits");
    const std::string each = speech_.say("credit.head.each");
    page_.gap();
    page_.heading(speech_.say(head));
    Table& table =
        page_.table({{.head = speech_.say(head), .width = std::min(widest(names, 12), kWidestName)},
                     {.head = n, .width = 4, .gap = 1, .end = true},
                     {.head = right, .width = 6, .gap = 1, .end = true},
                     {.head = all, .width = 7, .gap = 1, .end = true},
                     {.head = each, .gap = 2}});
    table.heads()
        .cell(kN, n, Style::kDim)
        .cell(kRight, right, Style::kDim)
        .cell(kBits, all, Style::kDim)
        .cell(kEach, each, Style::kDim);
    for (std::size_t i = 0; i < lines.size(); ++i) {
      const CreditLine& line = lines[i];
      if (line.scenarios == 0) continue;
      const Worth worth = line.worth();
      Row& row = table.row();
      row.cell({.column = kName, .words = {{names[i]}}, .lines = 2})
          .cell(kN, speech_.number(line.scenarios), Style::kDim);
      if (line.events > 0) {
        row.cell(kRight, speech_.say("credit.right", {{"right", speech_.number(line.pointed_right)},
                                                      {"all", speech_.number(line.events)}}));
      }
      row.cell(kBits, bits(line.bits()), Style::kBold)
          .cell({.column = kEach,
                 .words = {{each_in_words(line, worth), style_of(worth)}},
                 .lines = kAllLines});
    }
  }

  std::string each_in_words(const CreditLine& line, Worth worth) const {
    std::string mean = bits(line.bits_a_scenario());
    if (all_too_few_) return mean;
    const std::string word = worth_in_words(worth, speech_);
    if (!line.interval) return speech_.say("credit.each", {{"mean", mean}, {"worth", word}});
    return speech_.say("credit.each-within", {{"mean", mean},
                                              {"low", bits(line.interval->low)},
                                              {"high", bits(line.interval->high)},
                                              {"worth", word}});
  }

  void named(const char* key, Worth worth) {
    std::vector<std::string> names;
    for (const CreditLine& line : card_.indicators) {
      if (line.worth() == worth) names.push_back(indicator_name(line));
    }
    if (names.empty()) return;
    page_.paragraph(speech_.say(key, {{"which", speech_.list(names)}}), style_of(worth));
  }

  void claims() {
    for (const CreditLine& line : card_.sources) {
      if (line.confirmed + line.refuted + line.denied == 0) continue;
      page_.paragraph(speech_.say("credit.claims", {{"source", source_name(line)},
                                                    {"confirmed", std::int64_t{line.confirmed}},
                                                    {"refuted", std::int64_t{line.refuted}},
                                                    {"denied", std::int64_t{line.denied}}}));
    }
  }

  void balances() {
    enum : std::size_t { kTitle, kPrior, kEvidence, kSilence, kFading, kClose };
    const std::array<std::string, 5> heads{
        speech_.say("credit.head.prior"), speech_.say("credit.head.evidence"),
        speech_.say("credit.head.silence"), speech_.say("credit.head.fading"),
        speech_.say("credit.head.close")};
    page_.gap();
    page_.heading(speech_.say("credit.balance"));
    std::vector<Column> columns{{.head = speech_.say("credit.balance")}};
    for (const std::string& head : heads) {
      columns.push_back({.head = head, .width = 8, .gap = 1, .end = true});
    }
    Table& table = page_.table(std::move(columns));
    Row& over = table.heads();
    for (std::size_t i = 0; i < heads.size(); ++i) over.cell(i + 1, heads[i], Style::kDim);
    for (const score::ScenarioCredit& one : card_.scenarios) {
      table.row()
          .cell({.column = kTitle, .words = {{speech_.text(one.title)}}, .lines = 2})
          .cell(kPrior, bits(one.prior))
          .cell(kEvidence, bits(one.of_evidence()))
          .cell(kSilence, bits(one.of_silence()))
          .cell(kFading, bits(one.fading))
          .cell(kClose, bits(one.close), Style::kBold);
    }
  }

  const CreditCard& card_;
  const Speech& speech_;
  Page page_;
  bool all_too_few_ = true;  // then it is said once
};

void line_member(JsonWriter& json, std::string_view name, const std::vector<CreditLine>& lines,
                 bool of_sources) {
  json.key(name).begin_array();
  for (const CreditLine& line : lines) {
    json.begin_object();
    text_member(json, "of", line.of);
    json.member("n", line.scenarios).member("clusters", static_cast<std::int64_t>(line.clusters));
    json.member("events", line.events).member("pointed_right", line.pointed_right);
    json.member("bits", line.bits()).member("evidence_bits", line.evidence);
    json.member("silence_bits", line.silence).member("bits_a_scenario", line.bits_a_scenario());
    interval_member(json, line.interval);
    json.member("worth", to_string(line.worth()));
    if (of_sources) {
      json.member("confirmed", line.confirmed).member("refuted", line.refuted);
      json.member("denied", line.denied);
    }
    json.end_object();
  }
  json.end_array();
}

}  // namespace

Page credits_page(const CreditCard& card, const Speech& speech) {
  return CreditsPage(card, speech).page();
}

std::string credits_json(const CreditCard& card) {
  JsonWriter json;
  json.begin_object().member("format", "signpost.track-record/1");
  json.member("known_at", card.known_at).member("hindsight", card.hindsight);
  json.member("not_counted", card.not_counted);
  line_member(json, "indicators", card.indicators, false);
  line_member(json, "sources", card.sources, true);
  line_member(json, "grades", card.grades, false);
  line_member(json, "kinds", card.kinds, false);
  json.key("scenarios").begin_array();
  for (const score::ScenarioCredit& one : card.scenarios) {
    json.begin_object().member("scenario", one.scenario);
    json.member("outcome", to_string(one.outcome));
    json.member("cluster", static_cast<std::int64_t>(one.cluster));
    json.member("prior_bits", one.prior).member("close_bits", one.close);
    json.member("evidence_bits", one.of_evidence()).member("silence_bits", one.of_silence());
    json.member("fading_bits", one.fading).key("events").begin_array();
    for (const score::CreditedEvent& event : one.events) {
      json.begin_object();
      text_member(json, "event", event.event);
      text_member(json, "indicator", event.indicator);
      json.member("kind", to_string(event.kind)).member("occurred", event.occurred);
      json.member("bits", event.bits).key("items").begin_array();
      for (const score::CreditedItem& item : event.items) {
        json.begin_object().member("id", item.item).member("bits", item.bits);
        text_member(json, "source", item.source);
        text_member(json, "grade", item.grade);
        json.end_object();
      }
      json.end_array().end_object();
    }
    json.end_array().key("silence").begin_array();
    for (const score::CreditedSilence& silence : one.silence) {
      json.begin_object().member("indicator", silence.indicator).member("bits", silence.bits);
      json.end_object();
    }
    json.end_array().end_object();
  }
  return json.end_array().end_object().take();
}

}  // namespace signpost::report
