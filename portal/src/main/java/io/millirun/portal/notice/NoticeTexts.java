package io.millirun.portal.notice;

import io.millirun.billing.notice.Notice;
import io.millirun.kernel.CurrentTenant;
import io.millirun.kernel.FunctionId;
import io.millirun.kernel.TenantId;
import io.millirun.portal.PortalProperties;
import io.millirun.portal.statement.FunctionNames;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.springframework.context.MessageSource;
import org.springframework.stereotype.Component;

/** Puts notices into words: {@code notice.<kind>.subject} and {@code .text} of the portal's texts. */
@Component
class NoticeTexts {

    private final MessageSource texts;
    private final FunctionNames names;
    private final PortalProperties portal;

    NoticeTexts(MessageSource texts, FunctionNames names, PortalProperties portal) {
        this.texts = texts;
        this.names = names;
        this.portal = portal;
    }

    /** A notice as mail. */
    record Words(String subject, String text) {}

    Words of(Notice notice, String organization) {
        List<String> facts = facts(notice);
        Object[] arguments = new Object[facts.size() + 2];
        arguments[0] = organization;
        arguments[1] = portal.publicUrl().toString().replaceFirst("/+$", "");
        for (int index = 0; index < facts.size(); index++) {
            arguments[index + 2] = facts.get(index);
        }
        return new Words(say(notice, "subject", arguments), say(notice, "text", arguments));
    }

    private String say(Notice notice, String part, Object... arguments) {
        return texts.getMessage("notice." + notice.kind().name() + "." + part, arguments, Locale.ENGLISH);
    }

    /** From {2} on. */
    private List<String> facts(Notice notice) {
        Map<String, String> facts = notice.facts();
        return switch (notice.kind()) {
            case SPEND_CAP_REACHED ->
                List.of(fact(facts, "cap"), fact(facts, "month"), scope(notice.tenant(), fact(facts, "function")));
            case INVOICE_ISSUED -> all(facts, "invoice", "month", "amount", "due", "dueOn");
            case BUDGET_CROSSED -> all(facts, "budget", "amount", "threshold", "basis", "spent", "month");
            case PAYMENT_FAILED -> all(facts, "invoice", "amount", "reason", "next");
            case PAYMENT_NEEDS_ACTION -> all(facts, "invoice", "amount", "link");
            case PAYMENT_RECEIVED -> all(facts, "invoice", "amount");
            case PAYMENT_REMINDER -> all(facts, "invoice", "amount", "since", "next", "on");
            case PAYMENT_WARNING, READ_ONLY -> all(facts, "amount", "since", "next", "on");
            case STOPPED -> all(facts, "amount", "since");
            case RESTORED -> List.of();
        };
    }

    private String scope(TenantId tenant, String function) {
        return function.isEmpty()
                ? texts.getMessage("notice.scope.organization", null, Locale.ENGLISH)
                : texts.getMessage(
                        "notice.scope.function",
                        new Object[] {
                            CurrentTenant.call(tenant, () -> names.of(tenant)).label(FunctionId.parse(function))
                        },
                        Locale.ENGLISH);
    }

    private static List<String> all(Map<String, String> facts, String... names) {
        return List.of(names).stream().map(name -> fact(facts, name)).toList();
    }

    private static String fact(Map<String, String> facts, String name) {
        return facts.getOrDefault(name, "");
    }
}
