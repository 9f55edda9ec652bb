#include "engine/report/formats.h"

#include "engine/report/brief.h"
#include "engine/report/page_text.h"
#include "engine/report/report_csv.h"
#include "engine/report/report_json.h"
#include "engine/report/report_text.h"

namespace signpost::report {

std::string rendered(const Report& report, std::string_view format,
                     const std::optional<Template>& own, const Terminal& terminal) {
  if (format == "html") return html(report, own);
  if (format == "markdown") return markdown(report, own);
  if (format == "json") return report_json(report);
  if (format == "csv") return report_csv(report);
  if (format == "brief") return brief(report);
  return page_text(report_page(report), terminal);
}

}  // namespace signpost::report
