#include "tests/unit/report/world.h"

#include <algorithm>
#include <cmath>
#include <stdexcept>
#include <string>

#include "engine/report/page_text.h"

namespace signpost::report::world {
namespace {

Scenario scenario(std::string_view id, Role role, std::string_view en, std::string_view ar,
                  double prior, double base_rate) {
  Scenario made;
  made.id = id;
  made.publication = "jusoor-2022-01-28";
  made.role = role;
  made.title = {std::string(en), std::string(ar)};
  made.prior = Probability(prior);
  made.base_rate = Probability(base_rate);
  made.persistence = Days(300);
  made.opened = at("2022-01-28");
  made.horizon = end_of("2023-01-28");
  return made;
}

Standing standing(Scenario of, double probability, double week_before, double month_before) {
  Standing made;
  made.assessment.scenario = of.id;
  made.assessment.moment = {end_of("2022-06-30"), end_of("2022-06-30")};
  made.assessment.probability = Probability(probability);
  made.assessment.log_odds = made.assessment.probability.log_odds();
  made.assessment.ledger = Ledger{};
  made.week_before = Probability(week_before);
  made.month_before = Probability(month_before);
  const double from = of.prior.value();
  for (int week = 0; week < 52; ++week) {
    if (week < 30) {
      made.trend.emplace_back();
    } else {
      const double share = (week - 30) / 21.0;
      made.trend.emplace_back(Probability(from + (probability - from) * share * share));
    }
  }
  made.scenario = std::move(of);
  return made;
}

Indicator indicator(std::string_view id, std::string_view en, std::string_view ar) {
  Indicator made;
  made.id = id;
  made.title = {std::string(en), std::string(ar)};
  return made;
}

std::map<std::string, Indicator> indicators() {
  std::map<std::string, Indicator> all;
  for (const Indicator& one :
       {indicator("isis-attacks-ne-syria", "ISIS attacks in north-east Syria (RIC's count)",
                  "هجمات التنظيم في شمال شرقي سوريا"),
        indicator("isis-complex-attack", "Complex attack by ISIS in Syria or Iraq",
                  "عملية نوعية للتنظيم في سوريا أو العراق"),
        indicator("isis-campaign-proclaimed", "ISIS's leadership proclaims a campaign",
                  "إعلان قيادة التنظيم حملة أو «غزوة»"),
        indicator(
            "isis-losing-heart",
            "Reports of ISIS losing heart: leaders lost without reply, mass surrender, quarrels",
            ""),
        indicator("residents-kept-out", "", "منع سكان غويران أو الزهور من العودة")}) {
    all.emplace(one.id, one);
  }
  return all;
}

LedgerEvent event(std::string_view key, std::string_view indicator_id, std::string_view occurred,
                  std::vector<ItemId> items, double credibility, double arrived, double today) {
  LedgerEvent made;
  made.event = key;
  made.indicator = indicator_id;
  made.occurred = at(occurred);
  made.items = std::move(items);
  made.origins = 1;
  made.credibility = Probability(credibility);
  made.ratio = 1.5;
  made.arrived = LogOdds::from_decibans(arrived);
  made.today = LogOdds::from_decibans(today);
  return made;
}

}  // namespace

const std::string_view kHostile =
    "\x1b]0;owned\x07\x1b[2J\u202Eevil\u2066 <script>alert(1)</script> =cmd|'/c calc'!A1 "
    "قال المرصد إن \u200Fالهجوم\n وقع\tأمس \xC2\x9B"
    "31m 中文全角 ✓";

Instant at(std::string_view written) {
  const auto time = parse_time(written);
  if (!time) throw std::invalid_argument(std::string(written));
  return time->first;
}

Instant end_of(std::string_view day) {
  const auto time = parse_time(day);
  if (!time) throw std::invalid_argument(std::string(day));
  return time->last;
}

Instant now() { return at("2026-11-22T12:00Z"); }

Item item(std::string_view text, std::string_view occurred) {
  Item made;
  made.text = text;
  made.occurred = at(occurred);
  made.occurred_as = Precision::kDay;
  made.available = end_of(occurred);
  made.source = "SOHR";
  return made;
}

ItemLine line(ItemId id, const Item& content, std::string_view grade) {
  ItemLine made;
  made.item = id;
  made.content = content;
  if (const auto parsed = parse_grade(grade); parsed) made.grade = *parsed;
  made.credibility = credibility(made.grade);
  made.origin = "sohr";
  return made;
}

Standings standings() {
  Standings all;
  all.moment = {end_of("2022-06-30"), end_of("2022-06-30")};
  all.indicators = indicators();

  Standing ranks =
      standing(scenario("motive-rebuild-ranks", Role::kMotive,
                        "Rebuilding the ranks with freed prisoners", "إعادة البناء", 0.85, 0.85),
               0.86, 0.86, 0.859);
  ranks.evidence_count = 6;
  ranks.latest = line(
      12, item("The SDF says that 80 of the escapees were caught in Hasakah", "2022-06-12"), "C3");
  all.scenarios.push_back(ranks);

  Standing confidence =
      standing(scenario("motive-restore-confidence", Role::kMotive,
                        "Restoring confidence among members, prisoners and supporters",
                        "إعادة الثقة", 0.70, 0.70),
               0.797, 0.79, 0.74);
  confidence.evidence_count = 4;
  confidence.latest = line(
      31, item("إشادة الناطق باسم التنظيم بهجوم سجن الصناعة في كلمة صوتية جديدة", "2022-06-24"),
      "A1");
  Assumption assumption;
  assumption.text = {"The leadership feels that it must reassure its members",
                     "على فرض أن القيادة"};
  assumption.broken_by = {"isis-losing-heart"};
  confidence.in_doubt.push_back({assumption, "isis-losing-heart", at("2022-04-11")});
  confidence.scenario.assumes.push_back(assumption);
  all.scenarios.push_back(confidence);

  const auto part = [&](std::string_view id, std::string_view en, std::string_view ar, double p,
                        double before, std::string_view group) {
    Standing made = standing(scenario(id, Role::kEffect, en, ar, 0.45, 0.25), p, before, before);
    made.scenario.part_of = group;
    made.evidence_count = 12;
    made.latest = line(40,
                       item("54 attacks in north-east Syria in April, the bloodiest month since "
                            "the fall of Baghuz, says the Rojava Information Center",
                            "2022-04-30"),
                       "B2");
    return made;
  };
  all.scenarios.push_back(part("more-operations-syria",
                               "More, and larger, ISIS operations in Syria",
                               "زيادة نشاط التنظيم في سوريا", 0.482, 0.55, "more-operations"));
  Misfit misfit;
  misfit.indicator = "isis-attacks-ne-syria";
  misfit.observed = Rate(54 / kDaysPerMonth);
  misfit.if_true = Rate(27 / kDaysPerMonth);
  misfit.if_false = Rate(18 / kDaysPerMonth);
  all.scenarios.back().assessment.ledger->misfits.push_back(misfit);
  all.scenarios.push_back(standing(
      scenario("sdf-support", Role::kEffect, "The SDF uses the attack to win renewed support",
               "تجديد الدعم لـ \"قسد\"", 0.60, 0.60),
      0.955, 0.95, 0.71));
  all.scenarios.back().evidence_count = 1;
  all.scenarios.back().latest = line(
      7, item("Washington exempts the Administration's area from sanctions", "2022-05-12"), "A1");
  all.scenarios.push_back(part("more-operations-iraq", "More, and larger, ISIS operations in Iraq",
                               "زيادة نشاط التنظيم في العراق", 0.11, 0.08, "more-operations"));
  all.scenarios.push_back(part("trust-members", "The SDF's own members lose trust in it",
                               "تراجع ثقة العناصر", 0.35, 0.35, "trust-in-the-sdf"));
  all.scenarios.push_back(part("trust-coalition", "Coalition states doubt the SDF",
                               "تراجع ثقة التحالف", 0.004, 0.2, "trust-in-the-sdf"));
  all.scenarios.push_back(
      standing(scenario("demographic-change", Role::kEffect,
                        "The SDF systematically keeps the people of Ghwayran and al-Zuhur from "
                        "returning to their houses after the fighting has ended",
                        "تغيير ديمغرافي", 0.12, 0.12),
               0.02, 0.02, 0.03));

  Standing phase = standing(scenario("new-phase", Role::kConclusion, "",
                                     "مرحلة جديدة من نشاط التنظيم في سوريا والعراق", 0.3, 0.2),
                            0.993, 0.99, 0.9);
  phase.assessment.state = ScenarioState::kPastHorizon;
  phase.evidence_count = 1234;
  phase.latest = line(99, item(kHostile, "2022-06-01"), "F6");
  all.scenarios.push_back(phase);

  Standing facilitated = standing(
      scenario("facilitated", Role::kHypothesis, "Russia and the regime facilitated the attack",
               "تسهيل الهجوم من روسيا والنظام", 0.05, 0.05),
      0.05, 0.05, 0.05);
  facilitated.assessment.state = ScenarioState::kNotYetOpen;
  facilitated.scenario.opened = at("2022-07-15");
  facilitated.week_before.reset();
  facilitated.month_before.reset();
  facilitated.trend.assign(52, std::nullopt);
  all.scenarios.push_back(facilitated);
  return all;
}

Standings in_hindsight() {
  Standings all = standings();
  all.moment.known_at = now();
  all.hindsight = true;
  all.not_known_then = 14;
  return all;
}

Explanation explanation() {
  Explanation told;
  told.standing = standings().scenarios[2];
  told.indicators = indicators();
  Scenario& scenario = told.standing.scenario;
  scenario.forecast = {
      "More activity: although the attack failed, the SDF having retaken the prison, the new moral "
      "impetus is expected to contribute to high-quality operations against vital, military and "
      "security targets, and on a wider scale in Syria and Iraq.",
      "زيادة نشاط التنظيم"};
  Assumption assumption;
  assumption.text.ar = "على فرض أن التنظيم بات أمام حاجة ملحة لموارد بشرية جديدة";
  assumption.broken_by = {"isis-losing-heart"};
  scenario.assumes.push_back(assumption);
  Assumption doubted;
  doubted.text.en = "The prison stays in the SDF's hands";
  doubted.broken_by = {"isis-complex-attack"};
  scenario.assumes.push_back(doubted);
  told.standing.in_doubt.push_back({doubted, "isis-complex-attack", at("2022-02-11")});

  Ledger& ledger = *told.standing.assessment.ledger;
  ledger.opening = base_rate_of(scenario).log_odds();
  ledger.judgement = LogOdds::from_decibans(1.2345);

  LedgerEvent april =
      event("ric-april", "isis-attacks-ne-syria", "2022-04-01", {40}, 0.903, 7.126, 5.334);
  april.until = end_of("2022-04-30");
  april.published = april.items.front() == 40 ? 54 : 0;
  april.counted = 54;
  april.without = Probability(0.212);
  ledger.evidence.push_back(april);
  LedgerEvent year =
      event("ric-2022", "isis-attacks-ne-syria", "2022-01-01", {41}, 0.7, 3.3333, 2.2222);
  year.until = end_of("2022-12-31");
  year.published = 285;
  year.counted = 118.4;
  year.without = Probability(0.33333);
  ledger.evidence.push_back(year);
  LedgerEvent raid = event("ghwayran", "isis-complex-attack", "2022-02-11T09:30Z",
                           {3, 5, 8, 13, 21}, 0.991, 6.2, 2.111);
  raid.origins = 3;
  raid.without = Probability(0.3999);
  ledger.evidence.push_back(raid);
  LedgerEvent unforeseen = event("", "", "2022-03-10", {50}, 0.5, -1.76, -1.05);
  unforeseen.ratio = 1.0 / 3.0;
  unforeseen.occurred_as = Precision::kMonth;
  unforeseen.without = Probability(0.5412);
  ledger.evidence.push_back(unforeseen);
  for (int small = 0; small < 10; ++small) {
    const std::string day = "2022-05-" + std::to_string(10 + small);
    LedgerEvent one = event("", "isis-losing-heart", day, {60 + small}, 0.5 + 0.04 * small,
                            -0.4 + 0.01 * small, -0.304 + 0.01 * small);
    one.without = Probability(0.49);
    ledger.evidence.push_back(one);
  }
  ledger.silence = {{"isis-attacks-ne-syria", LogOdds::from_decibans(-6.4321), Days(120)},
                    {"isis-complex-attack", LogOdds::from_decibans(-0.9999), Days(153)},
                    {"isis-losing-heart", LogOdds::from_decibans(0.3149), Days(76.5)},
                    {"isis-campaign-proclaimed", LogOdds(), Days(0)},
                    {"residents-kept-out", LogOdds(), Days(0)}};
  LogOdds sum = ledger.opening + ledger.judgement;
  for (const LedgerEvent& one : ledger.evidence) sum += one.today;
  for (const SilenceAccount& account : ledger.silence) sum += account.today;
  ledger.closing = sum;
  ledger.probability = Probability::from(sum);
  told.standing.assessment.probability = ledger.probability;
  told.standing.assessment.log_odds = sum;

  NotCounted unjudged;
  unjudged.items = {70};
  unjudged.indicator = "isis-campaign-proclaimed";
  unjudged.reason = NotCountedReason::kCannotBeJudged;
  unjudged.would_be = LogOdds::from_decibans(3.214);
  ledger.not_counted.push_back(unjudged);
  for (ItemId early = 71; early < 77; ++early) {
    NotCounted before;
    before.items = {early};
    before.indicator = "isis-attacks-ne-syria";
    before.reason = NotCountedReason::kBeforeOpening;
    ledger.not_counted.push_back(before);
  }
  NotCounted elsewhere;
  elsewhere.items = {3, 5};
  elsewhere.event = "ghwayran";
  elsewhere.indicator = "isis-attacks-ne-syria";
  elsewhere.reason = NotCountedReason::kCountedElsewhere;
  elsewhere.counted_under = "isis-complex-attack";
  ledger.not_counted.push_back(elsewhere);
  ledger.disagreeing_totals = {"ric-2022"};
  told.mean_credibility = {{"isis-losing-heart", 0.66}};
  told.advice = {Phrase::verbatim(
      "three items that no indicator foresaw look alike: make an indicator of them")};

  const auto add = [&](ItemId id, std::string_view text, std::string_view day,
                       std::string_view grade) {
    told.items.emplace(id, line(id, item(text, day), grade));
  };
  add(40,
      "54 attacks in north-east Syria in April, the bloodiest month since the fall of Baghuz, "
      "says the Rojava Information Center",
      "2022-04-01", "B2");
  add(41, "285 attacks in 2022", "2022-01-01", "C2");
  add(3, "Fighters storm an outpost in the desert near al-Sukhna", "2022-02-11", "B2");
  add(5, "نفّذ التنظيم هجوماً واسعاً على نقطة عسكرية في بادية السخنة", "2022-02-11", "C2");
  add(50, "No prisoner was freed in the weeks after", "2022-03-10", "C3");
  for (ItemId id = 60; id < 70; ++id) add(id, kHostile, "2022-05-10", "D3");
  add(70, "A channel says that a campaign is near", "2022-06-03", "F6");
  for (ItemId id = 71; id < 77; ++id) add(id, "18 attacks in January", "2022-01-20", "B2");
  told.items.at(60).redacted = true;
  return told;
}

History history() {
  History made;
  made.scenario = standings().scenarios[2].scenario;
  double p = 0.45;
  for (int week = 0; week < 12; ++week) {
    made.points.push_back({at("2022-01-28") + std::chrono::days(7 * week), Probability(p),
                           Probability(p).log_odds()});
    p = week % 3 == 0 ? p * 1.3 : p * 0.93;
  }
  made.points.push_back(
      {end_of("2022-04-20"), Probability(0.9996), Probability(0.9996).log_odds()});
  return made;
}

Board board() {
  Board made;
  made.moment = {end_of("2022-06-30"), end_of("2022-06-30")};
  for (const auto& [id, one] : indicators()) {
    IndicatorLine row;
    row.indicator = one;
    row.moves = {{"more-operations-syria", 1.5}, {"new-phase", 3}, {"motive-rebuild-ranks", 0.4}};
    made.lines.push_back(row);
  }
  made.lines[0].last_seen = at("2022-06-24T10:00Z");
  made.lines[0].items_30d = 12;
  made.lines[0].items = 1285;
  made.lines[0].level_now = 0;
  made.lines[0].indicator.watched = Watched::kTotals;
  made.lines[1].level_now = 1;
  made.lines[2].level_now = 0.7;
  made.lines[2].last_seen = at("2022-06-30T10:00Z");
  made.lines[2].items = made.lines[2].items_30d = 1;
  made.lines[3].level_now = 0;
  made.lines[4].moves.clear();
  return made;
}

EvidenceList evidence() {
  EvidenceList made;
  made.moment = {end_of("2022-06-30"), now()};
  made.hindsight = true;
  made.not_known_then = 1;
  std::vector<ItemLine> lines;
  Item total = item("54 attacks in north-east Syria in April", "2022-04-01");
  total.total = Total{end_of("2022-04-30"), 54};
  total.sightings = {{"isis-attacks-ne-syria", {}}};
  total.event = "ric-april";
  lines.push_back(line(40, total, "B2"));
  Item copy = total;
  copy.source = "Kurdistan24";
  lines.push_back(line(41, copy, "C2"));
  Item hostile = item(kHostile, "2022-05-10");
  hostile.source = kHostile;
  hostile.available_given = true;
  hostile.sightings = {{"isis-complex-attack", *parse_grade("A1")}, {"isis-losing-heart", {}}};
  lines.push_back(line(1042, hostile, "F6"));
  Item month = item("نفّذ التنظيم هجوماً واسعاً على نقطة عسكرية في بادية السخنة", "2022-06-15");
  month.occurred_as = Precision::kMonth;
  month.bears = {{"more-operations-syria", 10, "strongly-for"}, {"new-phase", 0.25, ""}};
  lines.push_back(line(1043, month, "B2"));
  lines.back().known_then = false;
  lines.back().version = 3;
  Item blank = item("", "2022-06-20");
  blank.sightings = {{"residents-kept-out", {}}};
  lines.push_back(line(1044, blank, "C3"));
  lines.back().redacted = true;
  made.items = with_copies(std::move(lines));
  made.items.back().retracted = at("2022-07-01T08:00Z");
  made.left_out = 37;
  return made;
}

ItemStory story() {
  ItemStory made;
  Item first = item("53 attacks in north-east Syria in April", "2022-04-01");
  first.total = Total{end_of("2022-04-30"), 53};
  first.sightings = {{"isis-attacks-ne-syria", {}}};
  first.event = "ric-april";
  first.url = "https://example.org/april";
  first.id = "A01";
  first.note =
      "The count is RIC's. Kurdistan24 relays it; the day of publication is estimated, "
      "since the row gives none.";
  first.available_given = true;
  Item second = first;
  second.total->count = 54;
  second.text = "54 attacks in north-east Syria in April";
  made.versions.push_back({line(40, first, "B2"), at("2022-05-05T10:00Z"), at("2022-05-05T10:00Z"),
                           at("2022-05-06T10:00Z")});
  made.versions.push_back(
      {line(40, second, "B2"), at("2022-05-06T10:00Z"), at("2022-05-06T10:00Z"), std::nullopt});
  made.versions.back().line.version = 2;
  made.retracted = at("2022-07-01T08:00Z");
  made.retracted_because = kHostile;
  made.moves = {"more-operations-syria", "new-phase"};
  return made;
}

Terminal pipe(std::size_t width) { return {.width = width}; }
Terminal coloured(std::size_t width) {
  return {.width = width, .is_terminal = true, .color = true};
}
Terminal ascii(std::size_t width) { return {.width = width, .unicode = false}; }

}  // namespace signpost::report::world

namespace signpost::report {

std::string status_text(const Standings& standings, StatusChoices choices, const Terminal& terminal,
                        Language language) {
  choices.width = terminal.width;
  choices.unicode = terminal.unicode;
  return page_text(status_page(standings, choices, Speech(language)), terminal);
}

std::string explain_text(const Explanation& explanation, const ExplainChoices& choices,
                         const Terminal& terminal, Language language) {
  return page_text(explain_page(explanation, choices, Speech(language)), terminal);
}

std::string history_text(const History& history, HistoryChoices choices, const Terminal& terminal,
                         Language language) {
  choices.width = terminal.width;
  return page_text(history_page(history, choices, Speech(language)), terminal);
}

std::string indicators_text(const Board& board, BoardChoices choices, const Terminal& terminal,
                            Language language) {
  choices.width = terminal.width;
  return page_text(indicators_page(board, choices, Speech(language)), terminal);
}

std::string evidence_text(const EvidenceList& list, const EvidenceChoices& choices,
                          const Terminal& terminal, Language language) {
  return page_text(evidence_page(list, choices, Speech(language)), terminal);
}

std::string item_text(const ItemStory& story, const EvidenceChoices& choices,
                      const Terminal& terminal, Language language) {
  return page_text(item_page(story, choices, Speech(language)), terminal);
}

}  // namespace signpost::report
