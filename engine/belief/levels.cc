#include "engine/belief/levels.h"

#include <algorithm>
#include <cmath>

namespace signpost::belief {
namespace {

constexpr double kNever = std::numeric_limits<double>::infinity();

}  // namespace

StepReader::StepReader(const Steps& steps, Instant opened, double from)
    : steps_(&steps), opened_(opened) {
  const auto after = std::partition_point(steps.begin(), steps.end(), [&](const Step& step) {
    return since(opened, step.from) <= from;
  });
  if (after != steps.begin()) i_ = static_cast<std::size_t>(after - steps.begin()) - 1;
}

LevelReader::LevelReader(const Question& question, int stream, const Listening& listening,
                         double known_at, double from, Of of)
    : coverage_(question.streams[static_cast<std::size_t>(stream)].coverage, question.opened, from),
      listening_(&listening),
      of_(of) {
  const double lag =
      question.streams[static_cast<std::size_t>(stream)].lag.count() * kSecondsPerDay;
  for (std::size_t k = 0; k < in_until_.size(); ++k) {
    in_until_[k] = known_at == kNever ? kNever : known_at - lag * (1 - static_cast<double>(k) / 4);
  }
  const std::vector<Watch>& watches = listening.watches;
  watch_ = static_cast<std::size_t>(
      std::partition_point(watches.begin(), watches.end(),
                           [&](const Watch& each) { return each.until <= from; }) -
      watches.begin());
}

double LevelReader::value(double at) {
  const bool still = of_ == Of::kInstant;
  while (lag_ < in_until_.size() && (still ? in_until_[lag_] < at : in_until_[lag_] <= at)) ++lag_;
  double level = coverage_.value(at) * (1 - static_cast<double>(lag_) / 4);
  const std::vector<Watch>& watches = listening_->watches;
  while (watch_ < watches.size() && watches[watch_].until <= at) ++watch_;
  inside_watch_ = watch_ < watches.size() && watches[watch_].from <= at;
  if (inside_watch_) level = std::max(level, watches[watch_].credibility);
  const std::vector<Deafening>& deafening = listening_->deafening;
  while (deaf_ < deafening.size() && deafening[deaf_].at <= at) ++deaf_;
  return deaf_ > 0 ? level * deafening[deaf_ - 1].hears : level;
}

double LevelReader::next() const {
  double next = coverage_.next();
  if (lag_ < in_until_.size()) next = std::min(next, in_until_[lag_]);
  const std::vector<Watch>& watches = listening_->watches;
  if (watch_ < watches.size()) {
    next = std::min(next, inside_watch_ ? watches[watch_].until : watches[watch_].from);
  }
  const std::vector<Deafening>& deafening = listening_->deafening;
  if (deaf_ < deafening.size()) next = std::min(next, deafening[deaf_].at);
  return next;
}

double told_as_narrower(double part, double wider) {
  if (!(part > 0)) return 0;
  return part >= wider ? 1 : part / wider;
}

void list_drains(const Question& question, const Kinds& kinds, int j,
                 const std::vector<Listening>& listening, double known_at, double from,
                 double until, std::vector<DrainChange>& changes, Watching& watching) {
  const Stream& stream = question.streams[static_cast<std::size_t>(j)];
  if (stream.at_set_times()) return;
  // From just before on, to know the level at which it begins.
  const double before = std::nextafter(from, -kNever);
  const auto reader_of = [&](int of) {
    return LevelReader(question, of, listening[static_cast<std::size_t>(of)], known_at, before);
  };
  LevelReader levels = reader_of(j);
  struct Part {
    LevelReader levels;
    double if_true;
    double if_false;
  };
  std::vector<Part> parts;
  for (const int k : kinds.parts(j)) {
    const Stream& part = question.streams[static_cast<std::size_t>(k)];
    parts.push_back({reader_of(k), part.if_true.per_day(), part.if_false.per_day()});
  }
  StepReader season(stream.season, question.opened, before);
  const double if_true = stream.if_true.per_day();
  const double if_false = stream.if_false.per_day();

  /// What is expected a day at one level of watching.
  struct Rates {
    double level = 0;
    double season = 1;
    double if_true = 0;  // with the season
    double if_false = 0;
    double drain = 0;

    bool operator==(const Rates&) const = default;
  };
  const auto rates_at = [&](double at) {
    Rates rates;
    rates.level = levels.value(at);
    rates.season = season.value(at);
    rates.if_true = rates.level * if_true;
    rates.if_false = rates.level * if_false;
    double difference = rates.level * (if_true - if_false);
    for (Part& part : parts) {
      const double told = std::min(rates.level, part.levels.value(at));
      rates.if_true -= told * part.if_true;
      rates.if_false -= told * part.if_false;
      difference -= told * (part.if_true - part.if_false);
    }
    rates.if_true *= rates.season;
    rates.if_false *= rates.season;
    rates.drain = rates.season * difference / stream.dispersion;
    return rates;
  };
  const double latest = listening[static_cast<std::size_t>(j)].latest;

  // The stretch being read: one level, however many steps say so.
  double start = from;
  Rates now = from > 0 ? rates_at(before) : Rates{};
  const auto close_at = [&](double at) {
    const double days = (at - start) / kSecondsPerDay;
    watching.watched += now.level * days;
    watching.exposure += now.level * now.season * days;
    watching.expected.if_true += now.if_true * days;
    watching.expected.if_false += now.if_false * days;
    if (at <= latest) return;
    const double since_latest = (at - std::max(start, latest)) / kSecondsPerDay;
    watching.since_latest.if_true += now.if_true * since_latest;
    watching.since_latest.if_false += now.if_false * since_latest;
  };
  for (double at = from; at < until;) {
    const Rates here = rates_at(at);
    if (!(here == now)) {
      close_at(at);
      if (here.drain != now.drain) changes.push_back({at, j, here.drain});
      start = at;
      now = here;
    }
    double next = std::min({until, levels.next(), season.next()});
    for (const Part& part : parts) next = std::min(next, part.levels.next());
    at = next;
  }
  if (until > start) close_at(until);
}

}  // namespace signpost::belief
