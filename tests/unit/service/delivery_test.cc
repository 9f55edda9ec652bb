// Telling people: what waits for whom, when it is tried again, and that it comes at least once.
#include "engine/service/delivery.h"

#include <doctest/doctest.h>
#include <fmt/format.h>

#include <algorithm>
#include <functional>
#include <map>

#include "tests/english.h"
#include "tests/unit/store/world.h"

using namespace signpost;  // NOLINT(google-build-using-namespace)
using service::deliver;
using service::outbox;
using service::Told;
using service::Try;
using service::Waiting;
using std::chrono::hours;
using std::chrono::minutes;
using std::chrono::seconds;
using store::Store;
using store::testing::instant;

namespace {

using Lines = std::vector<std::string>;

const Instant kRaised = instant("2022-03-07T06:00Z");

Notifier notifier(const char* id) {
  Notifier one;
  one.id = id;
  one.command = {"tell"};
  one.timeout = seconds(30);
  one.retry = minutes(1);
  return one;
}

Delivery delivery(Lines notifiers, std::vector<Attempt> attempts = {}) {
  Delivery one;
  one.notice.number = 1;
  one.notice.recorded = kRaised;
  one.notice.notifiers = std::move(notifiers);
  one.attempts = std::move(attempts);
  return one;
}

/// A try that was begun then and failed five seconds later.
Attempt failed(int number, Instant begun) {
  return {.notice = 1,
          .notifier = "mail",
          .number = number,
          .begun = begun,
          .ended = begun + seconds(5),
          .delivered = false,
          .detail = fmt::format("no {}", number)};
}

std::optional<Waiting> waiting(const Delivery& delivery, const Notifier& notifier) {
  const std::vector<Waiting> found = outbox(std::vector{delivery}, std::vector{notifier});
  return found.empty() ? std::nullopt : std::optional(found.front());
}

/// A store with three notices, one a minute, each for "mail" and "desk".
struct Post {
  Post() {
    for (const char* monday : {"2022-03-07", "2022-03-14", "2022-03-21"}) {
      Round round = store::testing::round_of_monday(monday);
      round.skipped.clear();
      round.notices[0].text = monday;
      REQUIRE(store::testing::save(store, round, {now}));
      now += minutes(1);
    }
  }
  /// Delivers as of `now`; `tell` may look at what the store says meanwhile.
  std::vector<Try> run(const service::Tell& tell) {
    return deliver(store, notifiers, {now, true}, tell);
  }
  [[nodiscard]] std::size_t left() const {
    return outbox(store.snapshot()->deliveries(true, {}), notifiers).size();
  }

  store::testing::ClockWorld world;
  Store store = world.open();
  Instant now = kRaised;
  std::vector<Notifier> notifiers{notifier("mail"), notifier("desk")};
};

Told well(const Notifier&, const std::string&) { return {true, Phrase::verbatim("250 ok")}; }
Told badly(const Notifier&, const std::string&) { return {false, Phrase::verbatim("no route")}; }

Lines lines(const std::vector<Try>& tries) {
  Lines found;
  for (const Try& one : tries) {
    found.push_back(fmt::format("{} {} {} {}", one.notice.text, one.notifier, one.number,
                                one.told.delivered ? "told" : "failed"));
  }
  return found;
}

}  // namespace

TEST_CASE("a notice waits for each notifier that has not got it, and is due at once") {
  const std::vector<Notifier> notifiers{notifier("mail"), notifier("desk")};
  Attempt delivered = failed(1, kRaised);
  delivered.delivered = true;
  const auto found = outbox(std::vector{delivery({"mail", "desk"}, {delivered})}, notifiers);
  REQUIRE(found.size() == 1);
  CHECK(found[0].notifier == "desk");
  CHECK(found[0].attempts == 0);
  CHECK(found[0].due == kRaised);
  CHECK(outbox(std::vector{delivery({})}, notifiers).empty());
}

TEST_CASE("what waits for a notifier that is not configured any more has no time") {
  const auto found = waiting(delivery({"pigeon"}), notifier("mail"));
  REQUIRE(found);
  CHECK(found->notifier == "pigeon");
  CHECK_FALSE(found->due.has_value());
}

TEST_CASE("the wait after a failure is doubled, up to six hours") {
  std::vector<Attempt> attempts;
  Instant begun = kRaised;
  for (const int expected : {1, 2, 4, 8, 16, 32, 64, 128, 256, 360, 360, 360}) {
    attempts.push_back(failed(static_cast<int>(attempts.size()) + 1, begun));
    const auto found = waiting(delivery({"mail"}, attempts), notifier("mail"));
    REQUIRE(found);
    CHECK(found->attempts == static_cast<int>(attempts.size()));
    CHECK(found->last_detail == attempts.back().detail);
    CHECK(*found->due - *attempts.back().ended == minutes(expected));
    begun = *found->due;
  }
}

TEST_CASE("a first wait that is longer than six hours is cut, and a thousand failures are borne") {
  Notifier slow = notifier("mail");
  slow.retry = hours(48);
  CHECK(waiting(delivery({"mail"}, {failed(1, kRaised)}), slow)->due ==
        kRaised + seconds(5) + hours(6));
  std::vector<Attempt> attempts;
  for (int i = 1; i <= 1000; ++i) attempts.push_back(failed(i, kRaised));
  CHECK(waiting(delivery({"mail"}, attempts), notifier("mail"))->due ==
        kRaised + seconds(5) + hours(6));
}

TEST_CASE("a try that never ended is taken for dead ten seconds after its timeout") {
  Attempt open = failed(1, kRaised + minutes(3));
  open.ended.reset();
  open.detail.clear();
  const auto found = waiting(delivery({"mail"}, {open}), notifier("mail"));
  REQUIRE(found);
  CHECK(found->attempts == 1);
  CHECK(found->due == open.begun + seconds(30 + 10));
}

TEST_CASE("notices are handed over in order, each once to each notifier") {
  Post post;
  std::map<std::string, Lines> got;
  const auto tell = [&](const Notifier& notifier, const std::string& text) {
    got[notifier.id].push_back(text);
    return Told{true, Phrase::verbatim("250 ok")};
  };
  CHECK(post.run(tell).size() == 6);
  const Lines in_order{"2022-03-07", "2022-03-14", "2022-03-21"};
  CHECK(got == std::map<std::string, Lines>{{"desk", in_order}, {"mail", in_order}});
  CHECK(post.left() == 0);
  CHECK(post.run(tell).empty());
  for (const Delivery& told : post.store.snapshot()->deliveries(false, {})) {
    REQUIRE(told.attempts.size() == 2);
    CHECK(told.attempts[0].delivered);
    CHECK(told.attempts[0].detail == "250 ok");
    CHECK(told.attempts[0].begun == post.now);
  }
  CHECK(english(post.world.verify().problems) == Lines{});
}

TEST_CASE("one that fails is tried again when its time has come and not before") {
  Post post;
  const auto mail_is_down = [](const Notifier& notifier, const std::string&) {
    return Told{notifier.id != "mail", Phrase::verbatim(notifier.id == "mail" ? "no route" : "")};
  };
  CHECK(lines(post.run(mail_is_down)) ==
        Lines{"2022-03-07 mail 1 failed", "2022-03-07 desk 1 told", "2022-03-14 mail 1 failed",
              "2022-03-14 desk 1 told", "2022-03-21 mail 1 failed", "2022-03-21 desk 1 told"});
  CHECK(post.left() == 3);
  const Instant first = post.now;
  for (const Instant when : {first, first + seconds(59)}) {
    post.now = when;
    CHECK(post.run(well).empty());
  }
  post.now = first + minutes(1);
  CHECK(lines(post.run(badly)) ==
        Lines{"2022-03-07 mail 2 failed", "2022-03-14 mail 2 failed", "2022-03-21 mail 2 failed"});
  post.now = first + minutes(3) - seconds(1);
  CHECK(post.run(well).empty());
  post.now = first + minutes(3);
  CHECK(lines(post.run(well)) ==
        Lines{"2022-03-07 mail 3 told", "2022-03-14 mail 3 told", "2022-03-21 mail 3 told"});
  CHECK(post.left() == 0);
  CHECK(english(post.world.verify().problems) == Lines{});
}

TEST_CASE("nobody is told by a notifier that is not configured; it waits for its return") {
  Post post;
  const std::vector<Notifier> both = post.notifiers;
  post.notifiers.clear();
  CHECK(post.run(well).empty());
  post.notifiers = {both[1]};
  CHECK(post.run(well).size() == 3);
  CHECK(post.left() == 3);
  post.notifiers = both;
  CHECK(post.run(well).size() == 3);
  CHECK(post.left() == 0);
}

TEST_CASE("what another program is telling is left alone; what it died over is told again") {
  Post post;
  post.notifiers = {notifier("mail")};
  struct Killed {};
  CHECK_THROWS_AS(post.run([](const Notifier&, const std::string&) -> Told { throw Killed(); }),
                  Killed);
  // The first notice is under way, as far as anybody can tell.
  CHECK(lines(post.run(well)) == Lines{"2022-03-14 mail 1 told", "2022-03-21 mail 1 told"});
  post.now += seconds(39);
  CHECK(post.run(well).empty());
  post.now += seconds(1);
  CHECK(lines(post.run(well)) == Lines{"2022-03-07 mail 2 told"});
  post.now += hours(1);
  CHECK(post.run(well).empty());
  CHECK(english(post.world.verify().problems) == Lines{});
}

TEST_CASE("two programs that tell at the same time tell each thing once") {
  Post post;
  Store other = post.world.open();
  Lines got;
  int depth = 0;
  // While one tells, the other one goes through its outbox, and tells what the first has not begun.
  const std::function<Told(const Notifier&, const std::string&)> tell = [&](const Notifier&
                                                                                notifier,
                                                                            const std::string&
                                                                                text) {
    got.push_back(notifier.id + " " + text);
    if (++depth <= 3) {
      (void)deliver(depth % 2 == 0 ? post.store : other, post.notifiers, {post.now, true}, tell);
    }
    return Told{true, {}};
  };
  (void)post.run(tell);
  CHECK(depth == 6);
  std::sort(got.begin(), got.end());
  CHECK(std::unique(got.begin(), got.end()) == got.end());
  CHECK(post.left() == 0);
}
