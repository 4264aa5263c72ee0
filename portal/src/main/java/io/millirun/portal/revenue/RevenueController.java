package io.millirun.portal.revenue;

import io.millirun.portal.permission.Needs;
import io.millirun.portal.permission.Permission;
import io.millirun.portal.revenue.RevenueReport.Measure;
import java.util.stream.Stream;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestParam;

/** Revenue and usage over time in the operators' console. */
@Controller
@Needs(Permission.OPERATE)
class RevenueController {

    private final RevenueReport report;

    RevenueController(RevenueReport report) {
        this.report = report;
    }

    @GetMapping("/operator/revenue")
    String show(
            @RequestParam(defaultValue = "days") String span,
            @RequestParam(defaultValue = "revenue") String chart,
            @RequestParam(defaultValue = "") String currency,
            Model model) {
        Measure measure = Stream.of(Measure.values())
                .filter(one -> one.name().equalsIgnoreCase(chart))
                .findFirst()
                .orElse(Measure.REVENUE);
        model.addAttribute("measure", measure);
        model.addAttribute("measures", Measure.values());
        model.addAttribute("spans", Span.values());
        model.addAttribute("report", report.of(Span.of(span), measure, currency));
        return "operator-revenue";
    }
}
