#include "engine/report/simulation.h"

#include "engine/report/json_parts.h"

namespace signpost::report {
namespace {

class SimulationPage {
 public:
  SimulationPage(const SimulatedScenario& simulated, const Speech& speech)
      : simulation_(simulated.simulation),
        scenario_(simulated.scenario),
        speech_(speech),
        page_(speech.language()) {}

  Page page() {
    const std::string threshold = speech_.percent(simulation_.threshold);
    const std::string other = speech_.percent(Probability(1 - simulation_.threshold.value()));
    page_.heading(speech_.text(scenario_.title));
    page_.paragraph(
        speech_.say("simulate.worlds", {{"n", simulation_.worlds},
                                        {"prior", speech_.percent(scenario_.prior)},
                                        {"duration", speech_.duration(simulation_.span)}}));
    const bool opens_above = scenario_.prior > simulation_.threshold;
    const bool opens_below = scenario_.prior.value() < 1 - simulation_.threshold.value();
    heading("simulate.under-way");
    if (opens_above) {
      say("simulate.opens-above", {{"threshold", threshold}});
    } else {
      passing("simulate.confirmed", "simulate.never-confirmed", threshold, simulation_.confirmed);
    }
    if (!opens_below) astray("simulate.given-up", other, simulation_.given_up);
    heading("simulate.not-under-way");
    if (opens_below) {
      say("simulate.opens-below", {{"threshold", other}});
    } else {
      passing("simulate.refuted", "simulate.never-refuted", other, simulation_.refuted);
    }
    if (!opens_above) astray("simulate.cried-wolf", threshold, simulation_.cried_wolf);
    page_.gap();
    page_.paragraph(speech_.say("simulate.legend"), Style::kDim);
    return std::move(page_);
  }

 private:
  void heading(std::string_view key) {
    page_.gap();
    page_.heading(speech_.say(key));
  }

  void passing(std::string_view key, std::string_view never, const std::string& threshold,
               const Simulation::Passing& passing) {
    if (passing.median) {
      say(key, {{"threshold", threshold},
                {"median", speech_.duration(*passing.median)},
                {"early", speech_.duration(*passing.early)},
                {"late", speech_.duration(*passing.late)}});
    }
    say(never,
        {{"threshold", threshold}, {"share", speech_.percent(Probability(1 - passing.share))}});
  }

  void astray(std::string_view key, const std::string& threshold,
              const Simulation::Passing& passing) {
    say(key, {{"threshold", threshold}, {"share", speech_.percent(Probability(passing.share))}});
  }

  void say(std::string_view key, std::initializer_list<Speech::Argument> arguments) {
    page_.paragraph(speech_.say(key, arguments), Style::kPlain, 2);
  }

  const Simulation& simulation_;
  const Scenario& scenario_;
  const Speech& speech_;
  Page page_;
};

void passing_member(JsonWriter& json, std::string_view name, const Simulation::Passing& passing) {
  const auto days = [](const std::optional<Days>& duration) {
    return duration ? std::optional(duration->count()) : std::nullopt;
  };
  json.key(name)
      .begin_object()
      .member("share", passing.share)
      .member("median_days", days(passing.median))
      .member("early_days", days(passing.early))
      .member("late_days", days(passing.late))
      .end_object();
}

}  // namespace

Page simulation_page(const SimulatedScenario& simulated, const Speech& speech) {
  return SimulationPage(simulated, speech).page();
}

std::string simulation_json(const SimulatedScenario& simulated) {
  const Simulation& simulation = simulated.simulation;
  JsonWriter json;
  json.begin_object()
      .member("format", "signpost.simulate/1")
      .member("scenario", simulated.scenario.id)
      .member("worlds", simulation.worlds)
      .member("seed", simulation.seed)
      .member("days", simulation.span.count())
      .member("threshold", simulation.threshold);
  json.key("under_way").begin_object();
  passing_member(json, "confirmed", simulation.confirmed);
  passing_member(json, "given_up", simulation.given_up);
  json.end_object().key("not_under_way").begin_object();
  passing_member(json, "refuted", simulation.refuted);
  passing_member(json, "cried_wolf", simulation.cried_wolf);
  json.end_object().end_object();
  return json.take();
}

}  // namespace signpost::report
