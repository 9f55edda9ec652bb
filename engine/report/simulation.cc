#include "engine/report/simulation.h"

#include "engine/report/json_parts.h"
#include "engine/report/line.h"

namespace signpost::report {
namespace {

class SimulationPage {
 public:
  SimulationPage(const SimulatedScenario& simulated, const Speech& speech, const Terminal& terminal)
      : simulation_(simulated.simulation),
        scenario_(simulated.scenario),
        speech_(speech),
        terminal_(terminal) {}

  std::string text() {
    const std::string threshold = speech_.percent(simulation_.threshold);
    const std::string other = speech_.percent(Probability(1 - simulation_.threshold.value()));
    text_ += Line(terminal_).quote(in(speech_.language(), scenario_.title), Style::kBold).take();
    text_ += paragraph(terminal_, speech_.say("simulate.worlds",
                                              {{"n", simulation_.worlds},
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
    text_ += '\n';
    text_ += paragraph(terminal_, speech_.say("simulate.legend"), 0, Style::kDim);
    return std::move(text_);
  }

 private:
  void heading(std::string_view key) {
    text_ += '\n';
    text_ += Line(terminal_).say(speech_.say(key), Style::kBold).take();
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
    text_ += paragraph(terminal_, speech_.say(key, arguments), 2);
  }

  const Simulation& simulation_;
  const Scenario& scenario_;
  const Speech& speech_;
  const Terminal& terminal_;
  std::string text_;
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

std::string simulation_text(const SimulatedScenario& simulated, const Speech& speech,
                            const Terminal& terminal) {
  return SimulationPage(simulated, speech, terminal).text();
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
