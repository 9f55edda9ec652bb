#include "tests/unit/report/sample_report.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <string_view>

#include "engine/model/words.h"
#include "tests/unit/report/world.h"

namespace signpost::report {
namespace {

using Kind = LedgerRow::Kind;

std::string outside(std::string_view text) { return fmt::format("\u2068{}\u2069", text); }

Figure decibans_figure(double db) { return {db, decibans(LogOdds::from_decibans(db))}; }

Figure bits_figure(double bits) { return {bits, fmt::format("{:.2g}", bits)}; }

std::string replaced(std::string text, std::string_view what, std::string_view by) {
  for (std::size_t at = text.find(what); at != std::string::npos;
       at = text.find(what, at + by.size())) {
    text.replace(at, what.size(), by);
  }
  return text;
}

/// Words the sample in one of the two languages.
class Sample {
 public:
  explicit Sample(Language language) : arabic_(language == Language::kArabic) {}

  Report report() const {
    Report told;
    told.language = arabic_ ? Language::kArabic : Language::kEnglish;
    told.title = say("Where the forecasts stand", "أين وصلت التوقعات");
    told.publications = {publication()};
    told.moment = {.as_of = world::end_of("2022-06-30"), .known_at = world::end_of("2022-07-15")};
    told.hindsight = true;
    told.not_known_then = 3;
    told.reading = say("As of 30 Jun 2022, as known on 15 Jul 2022; 3 items were not known then.",
                       "كما في 30 حزيران/يونيو 2022، بحسب ما كان معلوماً في 15 تموز/يوليو 2022؛ "
                       "و3 قرائن لم تكن معلومة حينها.");
    told.since = say("since 1 Jun 2022", "منذ 1 حزيران/يونيو 2022");
    told.scenarios = {operations(), prisons(), return_of_families()};
    for (const ScenarioReport& scenario : told.scenarios) {
      if (scenario.movement) told.moved.push_back(scenario.movement->paragraph);
    }
    told.due = {say("{}: past its horizon since 15 Jun 2022, and not settled yet.",
                    "{}: انقضى أفقه الزمني في 15 حزيران/يونيو 2022، ولم يُحسم بعد.",
                    told.scenarios[1].title)};
    told.withheld = say("2 items that their sources do not share are counted and not shown.",
                        "قرينتان لا يُسمح بنشرهما محتسبتان وغير معروضتين.");
    told.foot = {say("Words of probability: ICD 203. almost no chance 1–5 %, likely 55–80 %.",
                     "ألفاظ الاحتمال وفق ICD 203: شبه معدوم 1–5٪، مرجَّح 55–80٪."),
                 say("The interval holds the true probability nine times in ten.",
                     "يضم مدى عدم اليقين الاحتمالَ الحقيقي تسع مرات من عشر."),
                 say("10 dB are ten times the odds.", "10 ديسيبان تعني عشرة أضعاف الأرجحية.")};
    return told;
  }

 private:
  std::string say(std::string_view english, std::string_view arabic,
                  std::string_view filled = {}) const {
    return replaced(std::string(arabic_ ? arabic : english), "{}", filled);
  }
  std::string quote(std::string_view english, std::string_view arabic) const {
    return outside(arabic_ ? arabic : english);
  }

  Figure chance(double value) const {
    return {value, replaced(percent(Probability(value)), " %", arabic_ ? "٪" : " %")};
  }

  std::string publication() const {
    return say("{}, 28 Jan 2022", "{}، 28 كانون الثاني/يناير 2022",
               quote("The attack on Ghwayran prison: motives and effects. Jusoor for Studies",
                     "الهجوم على سجن غويران: الدوافع والآثار. مركز جسور للدراسات"));
  }

  LedgerRow row(Kind kind, std::string label, double today) const {
    LedgerRow row;
    row.kind = kind;
    row.label = std::move(label);
    row.today = decibans_figure(today);
    return row;
  }

  LedgerRow event(std::string label, std::string indicator, ItemId item, double arrived,
                  double today, double without) const {
    LedgerRow row = this->row(Kind::kEvent, std::move(label), today);
    row.under = quote("ISIS attacks in north-east Syria", "هجمات التنظيم في شمال شرق سوريا");
    row.when = say("24 Jan 2022", "24 كانون الثاني/يناير 2022");
    row.grade = "B2";
    row.source = say("{} and 1 origin more", "{} ومنشأ آخر", quote("SOHR", "المرصد السوري"));
    row.url = "https://example.org/reports/24?page=1&lang=ar";
    row.note = say("285, of which 54 in April", "285، منها 54 في نيسان/أبريل");
    row.items = {item, item + 1};
    row.event = fmt::format("event-{}", item);
    row.indicator = std::move(indicator);
    row.credibility = Figure{0.903, "0.90"};
    row.arrived = decibans_figure(arrived);
    row.without = chance(without);
    return row;
  }

  /// Closes the account: the closing balance is the sum of what is computed, and a line says what
  /// the printed lines miss it by. Sets the probability and what follows from it.
  void close(ScenarioReport& told) const {
    double closing = 0;
    std::int64_t printed = 0;
    double largest = 0;
    for (const LedgerRow& row : told.ledger) {
      closing += row.today.value;
      printed += hundredths(LogOdds::from_decibans(row.today.value));
      largest = std::max(largest, std::fabs(row.today.value));
    }
    for (LedgerRow& row : told.ledger) row.bar = row.today.value / largest;
    const LogOdds balance = LogOdds::from_decibans(closing);
    if (const std::int64_t missed = hundredths(balance) - printed; missed != 0) {
      LedgerRow rounding =
          row(Kind::kRounding, say("rounding", "فرق التقريب"), static_cast<double>(missed) / 100);
      rounding.today.text = decibans(missed);
      told.ledger.push_back(rounding);
    }
    told.ledger.push_back(row(Kind::kClosing, say("closing balance", "الرصيد الختامي"), closing));
    told.log_odds = decibans_figure(closing);
    const Probability probability = Probability::from(balance);
    told.probability = chance(probability.value());
    told.word = Speech(arabic_ ? Language::kArabic : Language::kEnglish).word(probability);
    told.word_key = icd203_word(probability).key;
  }

  void between(ScenarioReport& told, double low, double high) const {
    told.low = chance(low);
    told.high = chance(high);
    told.interval = fmt::format("{:.0f}–{:.0f}{}", 100 * low, 100 * high, arabic_ ? "٪" : " %");
  }

  std::vector<IndicatorRow> indicators() const {
    IndicatorRow attacks;
    attacks.id = "isis-attacks";
    attacks.title = quote("ISIS attacks in north-east Syria", "هجمات التنظيم في شمال شرق سوريا");
    attacks.observable = quote("An attack that a monitor counts", "هجوم تحصيه جهة رصد");
    attacks.watched = say("all of it", "مرصود كلياً");
    attacks.last_seen = say("28 Jun 2022", "28 حزيران/يونيو 2022");
    attacks.seen = say("3 items in 30 days, 12 in all", "3 قرائن في 30 يوماً، و12 في المجموع");
    attacks.if_true = say("27 a month", "27 في الشهر");
    attacks.if_false = say("18 a month", "18 في الشهر");
    attacks.ratio = "×1.5";
    attacks.misfit = say("seen 40 a month, more than both rates expect",
                         "رُصد 40 في الشهر، فوق ما تتوقعه الوتيرتان");
    IndicatorRow calm;
    calm.id = "quiet-months";
    calm.title = quote("A month without a claimed attack", "شهر بلا هجوم معلَن");
    calm.observable = quote("No claim in Al-Naba", "لا تبنٍّ في «النبأ»");
    calm.watched = say("nobody looks", "لم يُتابَع");
    calm.last_seen = say("never", "لم يُرصد قط");
    calm.seen = say("no items", "بلا قرائن");
    calm.if_true = say("0.6 a year", "0.6 في السنة");
    calm.if_false = say("2.4 a year", "2.4 في السنة");
    calm.ratio = "÷4";
    calm.counter = true;
    calm.uncovered = true;
    calm.stale = true;
    return {attacks, calm};
  }

  std::vector<WatchRow> watch() const {
    return {{.id = "isis-attacks",
             .title = quote("ISIS attacks in north-east Syria", "هجمات التنظيم في شمال شرق سوريا"),
             .bits = bits_figure(0.0374),
             .bits_if_covered = bits_figure(0.0521),
             .if_seen = chance(0.4871),
             .if_silent = chance(0.3127),
             .note = say("nothing new for 40 days", "بلا جديد منذ 40 يوماً"),
             .uncovered = false,
             .stale = true},
            {.id = "quiet-months",
             .title = quote("A month without a claimed attack", "شهر بلا هجوم معلَن"),
             .bits = bits_figure(0),
             .bits_if_covered = bits_figure(0.21),
             .if_seen = chance(0.1834),
             .if_silent = chance(0.4412),
             .note = say("nobody covers it", "لا أحد يتابعه"),
             .uncovered = true,
             .stale = false}};
  }

  Chart chart(double last) const {
    Chart chart;
    const std::array<std::string_view, 4> days = {"2022-01-28", "2022-03-31", "2022-05-31",
                                                  "2022-06-30"};
    const std::array<double, 4> path = {0.45, 0.52, last - 0.07, last};
    for (std::size_t at = 0; at < days.size(); ++at) {
      chart.points.push_back({at == 0 ? world::at(days[at]) : world::end_of(days[at]),
                              Probability(path[at]),
                              {Probability(path[at] - 0.06), Probability(path[at] + 0.08)}});
    }
    chart.marks = {
        {.at = world::at("2022-03-31"),
         .label = say("31 Mar 2022: {} (B2, +3.10 dB)", "31 آذار/مارس 2022: {} (B2، +3.10 ديسيبان)",
                      quote("Attack on a checkpoint", "هجوم على حاجز")),
         .today = decibans_figure(3.1),
         .probability = 0.52}};
    ChartMark revised;
    revised.at = world::at("2022-05-10");
    revised.label = say("10 May 2022: revised to 40 %", "10 أيار/مايو 2022: عُدّل إلى 40٪");
    revised.probability = 0.51;
    revised.revision = true;
    chart.marks.push_back(revised);
    chart.believed = {world::at("2022-06-01"), Probability(0.31),
                      say("On 1 Jun 2022 it was believed to be 31 %.",
                          "في 1 حزيران/يونيو 2022 كان التقدير 31٪.")};
    chart.summary = say("From 45 % on 28 Jan 2022; highest on 31 Mar 2022.",
                        "من 45٪ في 28 كانون الثاني/يناير 2022؛ وأعلاه في 31 آذار/مارس 2022.");
    chart.caption =
        say("With what was known on 15 Jul 2022.", "بحسب ما كان معلوماً في 15 تموز/يوليو 2022.");
    return chart;
  }

  /// The rows sum to the change, to the last hundredth as computed.
  MovementText movement(const ScenarioReport& told, std::vector<MovementRow> rows) const {
    MovementText moved;
    moved.from = world::at("2022-06-01");
    moved.since = say("since 1 Jun 2022", "منذ 1 حزيران/يونيو 2022");
    double change = 0;
    for (MovementRow& row : rows) {
      change += row.change.value;
      const int whole = static_cast<int>(std::lround(2 * row.change.value));
      row.points = {static_cast<double>(whole), points(whole)};
    }
    moved.rows = std::move(rows);
    moved.change = decibans_figure(change);
    moved.after = told.probability;
    const Probability before =
        Probability::from(LogOdds::from_decibans(told.log_odds.value - change));
    moved.before = chance(before.value());
    const Probability after(told.probability.value);
    moved.points = {100 * (after.value() - before.value()), points(before, after)};
    moved.whole_points = std::llround(std::fabs(moved.points.value));
    moved.word_changed = icd203_word(before).key != icd203_word(after).key;
    moved.paragraph = fmt::format(
        "{} {}{}{}{}", told.title, say("moved from ", "تغيّر احتماله من "), moved.before.text,
        say(" to ", " إلى "),
        fmt::format("{} ({} {}).", moved.after.text, moved.points.text,
                    say("points, most of it new attacks", "نقطة مئوية، أكثره هجمات جديدة")));
    return moved;
  }

  ScenarioReport operations() const {
    ScenarioReport told;
    told.id = "isis-operations";
    told.role = say("Effect", "أثر متوقَّع");
    told.title = quote("More, and larger, ISIS operations in Syria and Iraq",
                       "زيادة عمليات التنظيم واتساعها في سوريا والعراق");
    told.forecast = outside("من المتوقع أن تزداد عمليات التنظيم في سوريا والعراق");
    told.translation =
        arabic_ ? "" : outside("The operations of the organisation are expected to increase");
    told.publication = publication();
    told.wording = quote("it is expected that", "من المتوقع أن");
    LedgerRow opening = row(Kind::kOpening, say("opening balance", "الرصيد الافتتاحي"), -4.7712);
    opening.note = say("base rate 25 %", "المعدّل المرجعي 25٪");
    told.ledger = {opening,
                   row(Kind::kJudgement, say("opening judgement", "التقدير الأولي"), 1.2045),
                   event(quote("Attack on Ghwayran prison", "الهجوم على سجن غويران"),
                         "isis-attacks", 12, 4.5132, 3.1048, 0.2631),
                   event(quote("54 attacks in April", "54 هجوماً في نيسان/أبريل"), "isis-attacks",
                         14, 2.2061, 1.4046, 0.3315)};
    told.ledger[3].event.clear();
    LedgerRow further = row(Kind::kFurther, say("12 further events", "12 واقعة أخرى"), 0.8045);
    further.items = {21, 22, 23};
    LedgerRow silence = row(
        Kind::kSilence, quote("A month without a claimed attack", "شهر بلا هجوم معلَن"), -2.6541);
    silence.note = say("watched for 120 days", "تُوبع 120 يوماً");
    silence.indicator = "quiet-months";
    told.ledger.push_back(further);
    told.ledger.push_back(silence);
    close(told);
    between(told, 0.3312, 0.5538);
    told.cannot_tell = say("Its rates cannot tell it from its opposite.",
                           "لا تكفي وتائره للتمييز بينه وبين نقيضه.");
    told.at_horizon = say("at the horizon, 28 Jan 2023: 31 %",
                          "عند الأفق الزمني، 28 كانون الثاني/يناير 2023: 31٪");
    told.probability_at_horizon = Probability(0.3125);
    told.happened =
        say("came true on 12 Jun 2022, as {} reports (A1)",
            "تحقّق في 12 حزيران/يونيو 2022، بحسب {} (A1)", quote("SOHR", "المرصد السوري"));
    told.came_true = CameTrue{world::at("2022-06-12"), Precision::kDay, {14, 15}};
    told.remarks = {say("First stated at 45 %, revised to 40 % on 10 May 2022.",
                        "قُدّر أولاً بنسبة 45٪، ثم عُدّل التقدير إلى 40٪ في 10 أيار/مايو 2022."),
                    say("It stands higher than “{}”, without which it cannot hold.",
                        "احتماله أعلى من احتمال «{}»، مع أنه لا يصحّ إلا بصحته.",
                        quote("A new phase", "مرحلة جديدة"))};
    told.prior = chance(0.45);
    told.prior_because = quote("the publication's own words", "ألفاظ المادة المنشورة");
    told.base_rate = chance(0.25);
    told.confidence_key = Confidence::kModerate;
    told.grounds = {0.2226, 2, 0.1587, 0.1587, 0.3951, "sohr"};
    told.confidence = say("Confidence in this judgement is moderate: 2 independent origins.",
                          "درجة الوثوق بالتقدير: متوسطة، من منشأين مستقلين.");
    told.fragility = say("rests on one source: {}", "يقوم التقدير على ركيزة واحدة: {}",
                         quote("SOHR", "المرصد السوري"));
    told.events = LinchpinText{
        say("Without {} it would be less likely (26 %).", "من دون {} لكان الاحتمال أدنى (26٪).",
            quote("Attack on Ghwayran prison", "الهجوم على سجن غويران")),
        {quote("Attack on Ghwayran prison", "الهجوم على سجن غويران")},
        chance(0.2631),
        true};
    told.sources =
        LinchpinText{say("Without {} it would be very unlikely (19 %).",
                         "من دون {} لكان مستبعَداً (19٪).", quote("SOHR", "المرصد السوري")),
                     {quote("SOHR", "المرصد السوري")},
                     chance(0.1914),
                     false};
    told.movement = movement(
        told,
        {{Movement::Kind::kNew,
          quote("54 attacks in April", "54 هجوماً في نيسان/أبريل"),
          {14},
          {},
          decibans_figure(1.4046)},
         {Movement::Kind::kSilence,
          quote("A month without a claimed attack", "شهر بلا هجوم معلَن"),
          {},
          {},
          decibans_figure(-0.3012)},
         {Movement::Kind::kFading, say("fading", "خفوت الأثر"), {}, {}, decibans_figure(0.0834)}});
    told.chart = chart(told.probability.value);
    told.not_counted = {{quote("A rumour of a camp", "شائعة عن معسكر"),
                         say("cannot be judged", "يتعذّر الحكم عليها"),
                         {31}},
                        {quote("A repeat of it", "تكرار لها"),
                         say("counts elsewhere", "محتسبة في موضع آخر"),
                         {32, 33}}};
    told.indicators = indicators();
    told.watch = watch();
    told.assumptions = {
        {quote("The truce in Idlib holds", "تصمد الهدنة في إدلب"), ""},
        {quote("No foreign force leaves", "لا تنسحب أي قوة أجنبية"),
         say("in doubt since 12 Jun 2022: {} was seen", "موضع شك منذ 12 حزيران/يونيو 2022: رُصد {}",
             quote("A base handed over", "تسليم قاعدة"))}};
    told.advice = {say("Four events were foreseen by no indicator: make one.",
                       "أربع وقائع لم يتوقعها أي مؤشر: أنشئ لها مؤشراً.")};
    told.opened = say("28 Jan 2022", "28 كانون الثاني/يناير 2022");
    told.horizon = say("28 Jan 2023", "28 كانون الثاني/يناير 2023");
    told.resolves_yes =
        quote("More attacks in two quarters running", "هجمات أكثر في فصلين متتاليين");
    told.resolves_no = quote("Fewer attacks than in 2021", "هجمات أقل مما في 2021");
    told.resolves_open = quote("Monitors stop counting", "توقّف جهات الرصد عن العدّ");
    told.revision = 2;
    told.evidence_count = 14;
    told.evidence =
        say("14 items, the latest of 28 Jun 2022", "14 قرينة، أحدثها في 28 حزيران/يونيو 2022");
    return told;
  }

  ScenarioReport prisons() const {
    ScenarioReport told = operations();
    told.id = "prison-breaks";
    told.role = say("Conclusion", "خلاصة");
    told.title = quote("A further break-out from a prison of the SDF", "فرار آخر من سجون قسد");
    told.state = say("past its horizon, not settled", "انقضى أفقه الزمني ولم يُحسم");
    told.state_key = ScenarioState::kPastHorizon;
    told.horizon = say("15 Jun 2022", "15 حزيران/يونيو 2022");
    told.ledger = {row(Kind::kOpening, say("opening balance", "الرصيد الافتتاحي"), 1.3033),
                   row(Kind::kJudgement, say("opening judgement", "التقدير الأولي"), 0),
                   event(quote("Tunnel found at a prison", "اكتشاف نفق في سجن"), "isis-attacks", 41,
                         3.0031, 2.9011, 0.6312)};
    close(told);
    between(told, 0.6241, 0.7926);
    told.cannot_tell.clear();
    told.confidence_key = Confidence::kHigh;
    told.confidence = say("Confidence in this judgement is high: 4 independent origins.",
                          "درجة الوثوق بالتقدير: عالية، من أربعة مناشئ مستقلة.");
    told.grounds = {0.1685, 4, 0.0918, 0.0918, 0.8, "sohr"};
    told.fragility.clear();
    told.events.reset();
    told.sources.reset();
    told.movement = movement(told, {{Movement::Kind::kNew,
                                     quote("Tunnel found at a prison", "اكتشاف نفق في سجن"),
                                     {41},
                                     {},
                                     decibans_figure(2.9011)}});
    told.chart = chart(told.probability.value);
    told.evidence_count = 2;
    told.evidence =
        say("2 items, the latest of 2 Jun 2022", "قرينتان، أحدثهما في 2 حزيران/يونيو 2022");
    return told;
  }

  /// Without evidence, horizon, movement, criteria: all that may be absent is.
  ScenarioReport return_of_families() const {
    ScenarioReport told;
    told.id = "families-return";
    told.role = say("Hypothesis", "فرضية");
    told.title = quote("Families leave al-Hol within the year", "مغادرة عائلات الهول خلال العام");
    told.forecast = told.title;
    told.ledger = {row(Kind::kOpening, say("opening balance", "الرصيد الافتتاحي"), -11.4613),
                   row(Kind::kJudgement, say("opening judgement", "التقدير الأولي"), 0)};
    close(told);
    between(told, 0.0251, 0.1614);
    told.prior = chance(told.probability.value);
    told.base_rate = chance(told.probability.value);
    told.confidence = say("Confidence in this judgement is low: no evidence yet.",
                          "درجة الوثوق بالتقدير: منخفضة، بلا قرائن بعد.");
    told.grounds = {0.1363, 0, 0, 0, 0, ""};
    told.opened = say("28 Jan 2022", "28 كانون الثاني/يناير 2022");
    told.evidence = say("no evidence yet", "بلا قرائن بعد");
    return told;
  }

  bool arabic_;
};

// What does harm somewhere, and words that no line holds.
const std::array<std::string, 16> kHostileTexts = {
    "<script>alert(1)</script>",
    "](javascript:alert(1))",
    "=cmd|' /C calc'!A0",
    "+1",
    "-1",
    "@SUM(A1:A9)",
    "\u202Eesrever\u202C \u2066lone\u2069 \u200Fmark \u2069\u2069\u2068",
    "\x1b[31mred\x1b[0m \x07 \xC2\x9B"
    "2J \x7F",
    "tab\there\nnew line\r\nnext\u2028line",
    "unbroken-" + std::string(300, 'w') + " هجوم" + replaced(std::string(120, 'x'), "x", "ه"),
    "  =1+1, \"quoted\"; \t=2",
    "＝1＋1",
    "*bold* _under_ ~struck~ `code` ```block``` [a](http://b) ![i](x) | cell | # head > quote",
    "</title><img src=x onerror=alert(1)> &amp; ' \" <!-- --> {{title}} {{{title}}} ${x}",
    "\xFF\xC3 not UTF-8",
    "👩‍👩‍👧‍👦 中文全角 e\u0301\u0301",
};

void each_text(ScenarioReport& told, const std::function<void(std::string&)>& visit) {
  for (std::string* text :
       {&told.id,          &told.role,          &told.title,         &told.forecast,
        &told.translation, &told.publication,   &told.wording,       &told.state,
        &told.word,        &told.word_key,      &told.interval,      &told.cannot_tell,
        &told.at_horizon,  &told.happened,      &told.prior_because, &told.confidence,
        &told.fragility,   &told.chart.summary, &told.chart.caption, &told.opened,
        &told.horizon,     &told.resolves_yes,  &told.resolves_no,   &told.resolves_open,
        &told.evidence}) {
    visit(*text);
  }
  for (std::optional<LinchpinText>* pin : {&told.events, &told.sources}) {
    if (!*pin) continue;
    visit((*pin)->sentence);
    for (std::string& name : (*pin)->names) visit(name);
  }
  if (told.movement) {
    visit(told.movement->since);
    visit(told.movement->paragraph);
    for (MovementRow& row : told.movement->rows) visit(row.label);
  }
  for (ChartMark& mark : told.chart.marks) visit(mark.label);
  if (told.chart.believed) visit(told.chart.believed->label);
  for (std::string& remark : told.remarks) visit(remark);
  for (LedgerRow& row : told.ledger) {
    for (std::string* text : {&row.label, &row.under, &row.when, &row.grade, &row.source, &row.url,
                              &row.note, &row.event, &row.indicator}) {
      visit(*text);
    }
  }
  for (NotCountedRow& row : told.not_counted) {
    visit(row.label);
    visit(row.reason);
  }
  for (IndicatorRow& row : told.indicators) {
    for (std::string* text : {&row.id, &row.title, &row.observable, &row.watched, &row.last_seen,
                              &row.seen, &row.if_true, &row.if_false, &row.ratio, &row.misfit}) {
      visit(*text);
    }
  }
  for (WatchRow& row : told.watch) {
    for (std::string* text : {&row.id, &row.title, &row.note}) visit(*text);
  }
  for (AssumptionText& assumption : told.assumptions) {
    visit(assumption.text);
    visit(assumption.doubt);
  }
  for (std::string& advice : told.advice) visit(advice);
}

}  // namespace

Report sample_report(Language language) { return Sample(language).report(); }

void each_text(Report& report, const std::function<void(std::string&)>& visit) {
  for (std::string* text : {&report.title, &report.reading, &report.since, &report.withheld}) {
    visit(*text);
  }
  for (std::vector<std::string>* texts :
       {&report.publications, &report.moved, &report.due, &report.foot}) {
    for (std::string& text : *texts) visit(text);
  }
  for (ScenarioReport& scenario : report.scenarios) each_text(scenario, visit);
}

Report hostile_report() {
  Report report = sample_report(Language::kEnglish);
  std::size_t next = 0;
  each_text(report, [&](std::string& text) {
    if (text.starts_with("https://")) {
      text = "https://example.org/?a=\"><script>alert(1)</script>&b=](javascript:alert(1))";
      return;
    }
    const std::string& harm = kHostileTexts.at(next % kHostileTexts.size());
    text = next / kHostileTexts.size() % 2 == 0 ? harm : outside(harm);
    ++next;
  });
  return report;
}

}  // namespace signpost::report
