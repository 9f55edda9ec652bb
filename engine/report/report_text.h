// A report on a terminal, or as plain text.
#pragma once

#include "engine/report/page.h"
#include "engine/report/report.h"

namespace signpost::report {

/// The whole report: what it is and as of when, all scenarios at a glance, what moved, what is due;
/// then each scenario with its account, its indicators and its criteria; how to read it. Of texts
/// only the labels of the account are cut. Of each account the twelve events that matter most are
/// listed, the others summed: the printed column adds up.
Page report_page(const Report& report);

}  // namespace signpost::report
