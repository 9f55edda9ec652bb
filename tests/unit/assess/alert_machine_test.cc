#include "engine/assess/alert_machine.h"

#include <doctest/doctest.h>

#include <string>

#include "engine/model/words.h"
#include "tests/unit/assess/fake_snapshot.h"

using namespace signpost;  // NOLINT(google-build-using-namespace)
using assess::judged;
using fake::day;
using Kind = Condition::Kind;
using State = AlertState;
using Reason = AlertReason;

namespace {

Alert alert_of(Kind kind, double level = 0, double within = 30) {
  Alert alert;
  alert.id = "watch";
  alert.scenario = "rise";
  alert.condition = {kind, false, level, Days(within), "raids"};
  return alert;
}

AlertReading at(int number, double probability) {
  AlertReading reading;
  reading.as_of = day(number);
  reading.probability = Probability(probability);
  reading.word = icd203_word(reading.probability).key;
  return reading;
}

AlertReading on_change(AlertReading reading) {
  reading.on_change = true;
  return reading;
}

/// Moved back by what was learnt: without fading it would stand where it stands.
AlertReading learnt(int number, double probability) {
  AlertReading reading = at(number, probability);
  reading.unfaded = reading.probability;
  return reading;
}

AlertReading seen(int number, std::optional<int> last, std::optional<double> watched = {}) {
  AlertReading reading = at(number, 0.5);
  if (last) reading.last = day(*last);
  if (watched) reading.watched = Days(*watched);
  return reading;
}

/// One alert from reading to reading.
class Story {
 public:
  explicit Story(Alert rule) : alert(std::move(rule)) {}

  const AlertEvaluation& next(const AlertReading& reading) {
    last_ = judged(alert, revision, last_, reading);
    return *last_;
  }
  /// The reason of what comes next.
  Reason reason(const AlertReading& reading) { return next(reading).reason; }
  [[nodiscard]] bool may_clear(const AlertReading& reading) const {
    return assess::may_clear(alert, last_, reading);
  }

  Alert alert;
  int revision = 1;

 private:
  std::optional<AlertEvaluation> last_;
};

}  // namespace

TEST_CASE("an alert is quiet until its condition holds, and then raised at once") {
  Story story(alert_of(Kind::kAtLeast, 0.7));
  const AlertEvaluation quiet = story.next(at(0, 0.69));
  CHECK(quiet.alert == "watch");
  CHECK_FALSE(quiet.holds);
  CHECK(quiet.state == State::kInactive);
  CHECK(quiet.reason == Reason::kQuiet);
  CHECK(quiet.in_a_row == 0);
  const AlertEvaluation raised = story.next(at(1, 0.7));
  CHECK(raised.holds);
  CHECK(raised.state == State::kRaised);
  CHECK(raised.reason == Reason::kRaised);
  CHECK(raised.raised == day(1));
  CHECK(raised.in_a_row == 1);
  const AlertEvaluation still = story.next(at(2, 0.8));
  CHECK(still.reason == Reason::kHolds);
  CHECK(still.raised == day(1));
  CHECK(still.in_a_row == 2);
}

TEST_CASE("at most holds at and below its level, and clears above") {
  Story story(alert_of(Kind::kAtMost, 0.2));
  CHECK(story.reason(at(0, 0.21)) == Reason::kQuiet);
  CHECK(story.reason(at(1, 0.2)) == Reason::kRaised);
  CHECK(story.reason(learnt(2, 0.21)) == Reason::kCleared);
}

TEST_CASE("an alert that asks for three in a row waits for them, and begins anew after a gap") {
  Story story(alert_of(Kind::kAtLeast, 0.7));
  story.alert.in_a_row = 3;
  const AlertEvaluation first = story.next(at(0, 0.8));
  CHECK(first.state == State::kPending);
  CHECK(first.reason == Reason::kNotOften);
  CHECK(first.in_a_row == 1);
  CHECK(story.next(at(1, 0.8)).in_a_row == 2);
  const AlertEvaluation gap = story.next(at(2, 0.6));
  CHECK(gap.state == State::kInactive);
  CHECK(gap.in_a_row == 0);
  CHECK(story.reason(at(3, 0.8)) == Reason::kNotOften);
  CHECK(story.reason(at(4, 0.8)) == Reason::kNotOften);
  const AlertEvaluation raised = story.next(at(5, 0.8));
  CHECK(raised.reason == Reason::kRaised);
  CHECK(raised.raised == day(5));
  CHECK(raised.in_a_row == 3);
}

TEST_CASE("a change counts neither for nor against a row") {
  Story story(alert_of(Kind::kAtLeast, 0.7));
  story.alert.in_a_row = 2;
  const AlertEvaluation alone = story.next(on_change(at(0, 0.9)));
  CHECK(alone.state == State::kInactive);
  CHECK(alone.reason == Reason::kOnChange);
  CHECK(alone.in_a_row == 0);
  CHECK(story.next(at(1, 0.9)).in_a_row == 1);
  const AlertEvaluation between = story.next(on_change(at(2, 0.9)));
  CHECK(between.state == State::kPending);
  CHECK(between.reason == Reason::kOnChange);
  CHECK(between.in_a_row == 1);
  const AlertEvaluation dip = story.next(on_change(at(3, 0.1)));
  CHECK(dip.state == State::kPending);
  CHECK(dip.reason == Reason::kQuiet);
  CHECK(dip.in_a_row == 1);
  CHECK(story.reason(at(4, 0.9)) == Reason::kRaised);
}

TEST_CASE("where one is enough a change raises, and a change clears") {
  Story story(alert_of(Kind::kAtLeast, 0.7));
  CHECK(story.reason(on_change(at(0, 0.9))) == Reason::kRaised);
  const AlertEvaluation again = story.next(on_change(at(1, 0.9)));
  CHECK(again.reason == Reason::kHolds);
  CHECK(again.in_a_row == 1);
  CHECK(story.reason(on_change(learnt(2, 0.5))) == Reason::kCleared);
}

TEST_CASE("between the value that raises and the value that clears an alert stays as it is") {
  Story story(alert_of(Kind::kAtLeast, 0.7));
  story.alert.clear = 0.5;
  CHECK(story.reason(at(0, 0.6)) == Reason::kQuiet);
  CHECK(story.reason(at(1, 0.7)) == Reason::kRaised);
  CHECK(story.reason(learnt(2, 0.6)) == Reason::kNotBeyond);
  CHECK(story.reason(learnt(3, 0.5)) == Reason::kNotBeyond);
  const AlertEvaluation cleared = story.next(learnt(4, 0.49));
  CHECK(cleared.state == State::kCleared);
  CHECK(cleared.reason == Reason::kCleared);
  CHECK_FALSE(cleared.raised.has_value());
  CHECK(cleared.in_a_row == 0);
  // Cleared is a state of rest that is remembered until the condition holds again.
  CHECK(story.next(at(5, 0.6)).state == State::kCleared);
  CHECK(story.reason(at(6, 0.7)) == Reason::kRaised);
}

TEST_CASE("after it was cleared an alert that asks for a row is pending again") {
  Story story(alert_of(Kind::kAtLeast, 0.7));
  story.alert.in_a_row = 2;
  story.next(at(0, 0.9));
  CHECK(story.reason(at(1, 0.9)) == Reason::kRaised);
  CHECK(story.reason(learnt(2, 0.1)) == Reason::kCleared);
  const AlertEvaluation pending = story.next(at(3, 0.9));
  CHECK(pending.state == State::kPending);
  CHECK(pending.in_a_row == 1);
}

TEST_CASE("a raised alert is held for its least time, whatever comes") {
  Story story(alert_of(Kind::kAtLeast, 0.7));
  story.alert.hold = Days(10);
  story.next(at(0, 0.9));
  CHECK(story.reason(learnt(1, 0.1)) == Reason::kHeld);
  CHECK(story.reason(learnt(9, 0.1)) == Reason::kHeld);
  CHECK(story.reason(learnt(10, 0.1)) == Reason::kCleared);
}

TEST_CASE("a probability that only faded never clears") {
  Story story(alert_of(Kind::kAtLeast, 0.7));
  story.next(at(0, 0.9));
  AlertReading faded = at(400, 0.3);
  faded.unfaded = Probability(0.9);
  faded.watched = Days(400);
  CHECK(story.reason(faded) == Reason::kOnlyFaded);
  // Evidence since moved it a little, and not beyond what clears it.
  faded.as_of = day(401);
  faded.unfaded = Probability(0.7);
  CHECK(story.reason(faded) == Reason::kOnlyFaded);
  faded.as_of = day(402);
  faded.unfaded = Probability(0.69);
  CHECK(story.reason(faded) == Reason::kCleared);

  Story low(alert_of(Kind::kAtMost, 0.2));
  low.next(at(0, 0.1));
  AlertReading risen = at(400, 0.4);
  risen.unfaded = Probability(0.1);
  CHECK(low.reason(risen) == Reason::kOnlyFaded);
}

TEST_CASE("rises is measured from the lowest of the window, and falls from the highest") {
  Story rises(alert_of(Kind::kRises, 0.15));
  AlertReading reading = at(0, 0.34);
  reading.extreme = Probability(0.2);
  CHECK(rises.reason(reading) == Reason::kQuiet);
  reading = at(1, 0.375);
  reading.extreme = Probability(0.2);
  const AlertEvaluation raised = rises.next(reading);
  CHECK(raised.reason == Reason::kRaised);
  CHECK(raised.raised_from == Probability(0.2));

  Story falls(alert_of(Kind::kFalls, 0.15));
  reading = at(0, 0.5);
  reading.extreme = Probability(0.625);
  CHECK(falls.reason(reading) == Reason::kQuiet);
  reading.as_of = day(1);
  reading.extreme = Probability(0.75);
  CHECK(falls.reason(reading) == Reason::kRaised);
}

TEST_CASE("what rose clears when evidence takes it back to where it rose from") {
  Story story(alert_of(Kind::kRises, 0.15));
  story.alert.clear = 0.05;
  AlertReading reading = at(0, 0.5);
  reading.extreme = Probability(0.25);
  CHECK(story.reason(reading) == Reason::kRaised);

  reading = at(1, 0.375);
  reading.extreme = Probability(0.25);
  CHECK(story.reason(reading) == Reason::kNotBeyond);

  reading = at(2, 0.28);
  reading.extreme = Probability(0.25);
  reading.unfaded = Probability(0.45);
  reading.watched = Days(2);
  CHECK(story.reason(reading) == Reason::kOnlyFaded);

  reading.as_of = day(3);
  reading.unfaded = Probability(0.28);
  CHECK(story.reason(reading) == Reason::kCleared);
}

TEST_CASE("what rose and stayed clears after a window that was watched, and not before") {
  Story story(alert_of(Kind::kRises, 0.15, 30));
  AlertReading reading = at(0, 0.5);
  reading.extreme = Probability(0.25);
  story.next(reading);

  reading = at(31, 0.5);  // the low before it has left the window
  reading.extreme = Probability(0.5);
  reading.unfaded = Probability(0.5);
  reading.watched = Days(0);
  CHECK(story.reason(reading) == Reason::kUnwatched);
  reading.as_of = day(365);
  reading.watched = Days(29.9);
  CHECK(story.reason(reading) == Reason::kUnwatched);
  reading.as_of = day(366);
  reading.watched = Days(30);
  CHECK(story.reason(reading) == Reason::kCleared);
}

TEST_CASE("what rose and faded back does not clear, however long it was watched") {
  Story story(alert_of(Kind::kRises, 0.15, 30));
  AlertReading reading = at(0, 0.5);
  reading.extreme = Probability(0.25);
  story.next(reading);
  reading = at(90, 0.3);
  reading.extreme = Probability(0.3);
  reading.unfaded = Probability(0.5);
  reading.watched = Days(90);
  CHECK(story.reason(reading) == Reason::kOnlyFaded);
}

TEST_CASE("what fell clears likewise") {
  Story story(alert_of(Kind::kFalls, 0.15, 30));
  AlertReading reading = at(0, 0.5);
  reading.extreme = Probability(0.75);
  CHECK(story.reason(reading) == Reason::kRaised);
  reading = at(5, 0.7);
  reading.extreme = Probability(0.75);
  reading.unfaded = Probability(0.5);
  CHECK(story.reason(reading) == Reason::kOnlyFaded);
  reading.as_of = day(6);
  reading.unfaded = Probability(0.7);
  CHECK(story.reason(reading) == Reason::kCleared);
}

TEST_CASE("another word than the one at rest raises, and becomes the word at rest when watched") {
  Story story(alert_of(Kind::kWordChanges));
  CHECK(story.next(at(0, 0.5)).word_at_rest == "roughly-even-chance");
  CHECK(story.reason(at(1, 0.46)) == Reason::kQuiet);
  const AlertEvaluation raised = story.next(at(2, 0.6));
  CHECK(raised.reason == Reason::kRaised);
  CHECK(raised.word_at_rest == "roughly-even-chance");
  AlertReading stands = at(3, 0.6);
  stands.unfaded = Probability(0.6);
  stands.watched = Days(0);
  CHECK(story.reason(stands) == Reason::kUnwatched);
  stands.as_of = day(9);
  stands.watched = Days(6.9);
  CHECK(story.reason(stands) == Reason::kUnwatched);
  stands.as_of = day(10);
  stands.watched = Days(7);
  const AlertEvaluation cleared = story.next(stands);
  CHECK(cleared.reason == Reason::kCleared);
  CHECK(cleared.word_at_rest == "likely");
  CHECK(story.reason(at(11, 0.6)) == Reason::kQuiet);
  CHECK(story.reason(at(12, 0.5)) == Reason::kRaised);
}

TEST_CASE("a word that is back by fading alone does not clear") {
  Story story(alert_of(Kind::kWordChanges));
  story.next(at(0, 0.5));
  story.next(at(1, 0.6));
  AlertReading back = at(50, 0.5);
  back.unfaded = Probability(0.6);
  back.watched = Days(0);
  CHECK(story.reason(back) == Reason::kUnwatched);
  back.as_of = day(51);
  back.unfaded = Probability(0.5);
  CHECK(story.reason(back) == Reason::kCleared);
}

TEST_CASE("a change of word is not asked for again where it waits for a row") {
  Story story(alert_of(Kind::kWordChanges));
  story.alert.in_a_row = 2;
  story.next(at(0, 0.5));
  CHECK(story.reason(at(1, 0.6)) == Reason::kNotOften);
  CHECK(story.reason(at(2, 0.5)) == Reason::kQuiet);
  CHECK(story.reason(at(3, 0.6)) == Reason::kNotOften);
  CHECK(story.reason(at(4, 0.6)) == Reason::kRaised);
}

TEST_CASE("a sighting raises, and clears when its window was watched without another") {
  Story story(alert_of(Kind::kSeen, 0, 30));
  CHECK(story.reason(seen(0, {})) == Reason::kQuiet);
  CHECK(story.reason(seen(1, 1)) == Reason::kRaised);
  CHECK(story.reason(seen(30, 1)) == Reason::kHolds);
  CHECK(story.reason(seen(31, 1, 0)) == Reason::kUnwatched);
  CHECK(story.reason(seen(400, 1, 29)) == Reason::kUnwatched);
  CHECK(story.reason(seen(401, 1, 30)) == Reason::kCleared);
  CHECK(story.reason(seen(402, 1)) == Reason::kQuiet);
}

TEST_CASE("a sighting that is withdrawn clears at once") {
  Story story(alert_of(Kind::kSeen, 0, 30));
  story.next(seen(40, 39));
  CHECK(story.reason(seen(41, {}, 0)) == Reason::kCleared);
  story.next(seen(42, 42));
  CHECK(story.reason(seen(43, 12, 0)) == Reason::kCleared);  // an older one is left
}

TEST_CASE("silence raises when it has lasted, and anything told clears it") {
  Story story(alert_of(Kind::kNoEvidence, 0, 60));
  CHECK(story.reason(seen(59, 0)) == Reason::kQuiet);
  CHECK(story.reason(seen(60, 0)) == Reason::kRaised);
  CHECK(story.reason(seen(90, 0)) == Reason::kHolds);
  CHECK(story.reason(seen(91, 91)) == Reason::kCleared);
}

TEST_CASE("what holds thanks to one origin alone is not raised where two are asked for") {
  Story story(alert_of(Kind::kAtLeast, 0.7));
  story.alert.origins = 2;
  AlertReading reading = at(0, 0.9);
  reading.without_origins = Probability(0.69);
  const AlertEvaluation few = story.next(reading);
  CHECK(few.holds);
  CHECK(few.state == State::kInactive);
  CHECK(few.reason == Reason::kTooFewOrigins);
  CHECK(few.in_a_row == 0);
  reading.as_of = day(1);
  reading.without_origins = Probability(0.7);
  CHECK(story.reason(reading) == Reason::kRaised);
  // Once raised it does not matter any more.
  reading.as_of = day(2);
  reading.without_origins = Probability(0.1);
  CHECK(story.reason(reading) == Reason::kHolds);
}

TEST_CASE("too few origins break a row") {
  Story story(alert_of(Kind::kAtLeast, 0.7));
  story.alert.origins = 2;
  story.alert.in_a_row = 2;
  AlertReading strong = at(0, 0.9);
  strong.without_origins = Probability(0.8);
  CHECK(story.next(strong).in_a_row == 1);
  AlertReading weak = at(1, 0.9);
  weak.without_origins = Probability(0.2);
  const AlertEvaluation broken = story.next(weak);
  CHECK(broken.reason == Reason::kTooFewOrigins);
  CHECK(broken.state == State::kInactive);
  strong.as_of = day(2);
  CHECK(story.reason(strong) == Reason::kNotOften);
}

TEST_CASE("of a fall it is what would be left of it that needs the origins") {
  Story story(alert_of(Kind::kFalls, 0.25));
  story.alert.origins = 2;
  AlertReading reading = at(0, 0.25);
  reading.extreme = Probability(0.75);
  reading.without_origins = Probability(0.625);
  CHECK(story.reason(reading) == Reason::kTooFewOrigins);
  reading.as_of = day(1);
  reading.without_origins = Probability(0.5);
  CHECK(story.reason(reading) == Reason::kRaised);
}

TEST_CASE("a changed definition keeps the state and begins to count anew") {
  Story story(alert_of(Kind::kAtLeast, 0.7));
  story.alert.in_a_row = 2;
  story.next(at(0, 0.9));
  story.revision = 2;
  const AlertEvaluation anew = story.next(at(1, 0.9));
  CHECK(anew.state == State::kPending);
  CHECK(anew.in_a_row == 1);
  CHECK(anew.revision == 2);
  CHECK(story.reason(at(2, 0.9)) == Reason::kRaised);
  story.revision = 3;
  story.alert.condition.level = 0.95;
  story.alert.clear = 0.5;
  const AlertEvaluation kept = story.next(at(3, 0.9));
  CHECK(kept.state == State::kRaised);
  CHECK(kept.reason == Reason::kNotBeyond);
  CHECK(kept.raised == day(2));
}

TEST_CASE("only where an alert might clear must the reading say why") {
  Story story(alert_of(Kind::kAtLeast, 0.7));
  story.alert.clear = 0.5;
  story.alert.hold = Days(5);
  CHECK_FALSE(story.may_clear(at(0, 0.1)));  // never judged
  story.next(at(0, 0.1));
  CHECK_FALSE(story.may_clear(at(1, 0.1)));  // not raised
  story.next(at(1, 0.9));
  CHECK_FALSE(story.may_clear(at(10, 0.8)));  // holds
  CHECK_FALSE(story.may_clear(at(10, 0.6)));  // not beyond
  CHECK_FALSE(story.may_clear(at(5, 0.4)));   // held
  CHECK(story.may_clear(at(6, 0.4)));

  Story word(alert_of(Kind::kWordChanges));
  word.next(at(0, 0.5));
  word.next(at(1, 0.6));
  CHECK(word.may_clear(at(2, 0.6)));  // though it holds: a new word may come to rest
}

TEST_CASE("where nothing is said of fading and watching, nothing clears that needs it") {
  // A reading without them is of one who has not looked.
  Story story(alert_of(Kind::kSeen, 0, 30));
  story.next(seen(0, 0));
  CHECK(story.reason(seen(100, 0)) == Reason::kUnwatched);
}

TEST_CASE("judgements follow one another in time, changes at one instant and then the clock") {
  AlertEvaluation last;
  last.reading = at(10, 0.5);
  CHECK(assess::comes_after(std::nullopt, day(0)));
  CHECK(assess::comes_after(last, day(11)));
  CHECK_FALSE(assess::comes_after(last, day(9)));
  CHECK_FALSE(assess::comes_after(last, day(10)));
  last.reading.on_change = true;
  CHECK(assess::comes_after(last, day(10)));
}

TEST_CASE("under a new model the condition sets the state at once, and nobody is told") {
  Alert alert = alert_of(Kind::kAtLeast, 0.7);
  alert.in_a_row = 1;
  AlertEvaluation quiet = judged(alert, 1, {}, at(1, 0.5));
  CHECK(quiet.state == State::kInactive);
  const AlertEvaluation raised = assess::judged_again(alert, 1, quiet, at(1, 0.8));
  CHECK(raised.state == State::kRaised);
  CHECK(raised.reason == Reason::kModel);
  CHECK(raised.raised == day(1));
  CHECK(raised.holds);
  // What comes later goes on from there: it is raised already, so nothing is news.
  const AlertEvaluation later = judged(alert, 1, raised, at(2, 0.8));
  CHECK(later.state == State::kRaised);
  CHECK(later.reason == Reason::kHolds);
  const AlertEvaluation back = assess::judged_again(alert, 1, raised, at(1, 0.5));
  CHECK(back.state == State::kCleared);
  CHECK(back.reason == Reason::kModel);
  CHECK_FALSE(back.raised.has_value());
}

TEST_CASE("under a new model what was raised stays so short of what clears it") {
  Alert alert = alert_of(Kind::kAtLeast, 0.7);
  alert.in_a_row = 1;
  alert.clear = 0.5;
  const AlertEvaluation raised = judged(alert, 1, {}, at(1, 0.8));
  REQUIRE(raised.state == State::kRaised);
  const AlertEvaluation between = assess::judged_again(alert, 1, raised, at(1, 0.6));
  CHECK(between.state == State::kRaised);
  CHECK(between.raised == day(1));
  CHECK_FALSE(between.holds);
  CHECK(assess::judged_again(alert, 1, raised, at(1, 0.4)).state == State::kCleared);
}

TEST_CASE("under a new model an alert that asks for several in a row begins to wait") {
  Alert alert = alert_of(Kind::kAtLeast, 0.7);
  alert.in_a_row = 2;
  const AlertEvaluation quiet = judged(alert, 1, {}, at(1, 0.5));
  const AlertEvaluation pending = assess::judged_again(alert, 1, quiet, at(1, 0.8));
  CHECK(pending.state == State::kPending);
  CHECK(pending.in_a_row == 1);
  CHECK(judged(alert, 1, pending, at(2, 0.8)).state == State::kRaised);
  CHECK(assess::judged_again(alert, 1, pending, at(1, 0.5)).state == State::kInactive);
}
