#include "engine/intake/grade_reader.h"

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <utility>

namespace signpost::intake {
namespace {

// Worth so much, an item is as good as proof, or none; the odds of letter and digit multiply.
constexpr double kMostOdds = 1e6;

const char* key_of(const GradeDraft& draft) {
  return draft.worth.grade.reliability ? "letter" : "digit";
}

Grade grade_in(Table& t) {
  Grade grade;
  if (t.text_of("letter") == "F") {
    static_cast<void>(t.some_line("letter", Need::kOptional));
    t.error("letter", "intake.grade-f", "intake.grade-f6.hint");
  } else {
    grade.reliability =
        t.choice<char>("letter", {{"A", 'A'}, {"B", 'B'}, {"C", 'C'}, {"D", 'D'}, {"E", 'E'}});
  }
  if (const auto digit = t.whole("digit", 1, 5, "intake.grade-f6.hint")) {
    grade.credibility = static_cast<std::uint8_t>(*digit);
  }
  if (!t.has("letter") && !t.has("digit")) {
    t.error("letter", "intake.no-grade",
            {"intake.write-both", {{"one", "letter = \"B\""}, {"other", "digit = 2"}}});
  }
  // Half of what was meant is another grade.
  const bool whole = t.has("letter") == grade.reliability.has_value() &&
                     t.has("digit") == grade.credibility.has_value();
  return whole ? grade : Grade{};
}

}  // namespace

GradeDraft read_grade(Table table) {
  GradeDraft draft{{}, std::move(table)};
  GradeWorth& worth = draft.worth;
  Table& t = draft.table;
  worth.grade = grade_in(t);
  const auto odds = t.number(
      "odds", [](double x) { return x >= 1 / kMostOdds && x <= kMostOdds; }, "[0.000001, 1000000]",
      "intake.odds.hint");
  const auto credibility = t.number(
      "credibility",
      [](double q) { return q / (1 - q) >= 1 / kMostOdds && q / (1 - q) <= kMostOdds; }, "(0, 1)",
      "intake.percent-sign.hint");
  if (t.has("odds") && t.has("credibility")) {
    t.error("credibility", "intake.odds-and-credibility", "intake.keep-one.hint");
  } else if (!t.has("odds") && !t.has("credibility")) {
    t.error("odds", "intake.no-odds", to_write("odds = 6", "credibility = 0.86"));
  }
  worth.as_credibility = credibility && !odds;
  worth.odds = odds ? *odds : credibility ? *credibility / (1 - *credibility) : 1;
  worth.because = t.either("because");
  t.refuse_other_keys();
  if (worth.because.empty() && worth.grade != Grade{}) {
    t.warning(key_of(draft),
              {"intake.no-because",
               {{"of", Phrase("intake.the-grade", {{"grade", to_string(worth.grade)}})},
                {"key", "because"}}},
              "intake.no-because.hint");
  }
  return draft;
}

void refuse_duplicates(const std::deque<GradeDraft>& drafts) {
  std::map<std::string, const Table*> first;
  for (const GradeDraft& draft : drafts) {
    const std::string grade = to_string(draft.worth.grade);
    if (grade.empty()) continue;
    const auto [earlier, is_new] = first.emplace(grade, &draft.table);
    if (is_new) continue;
    draft.table.error(key_of(draft), {"intake.grade-twice",
                                      {{"grade", grade}, {"place", earlier->second->address()}}});
  }
}

}  // namespace signpost::intake
