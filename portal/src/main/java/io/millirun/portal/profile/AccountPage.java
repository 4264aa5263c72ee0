package io.millirun.portal.profile;

import io.millirun.portal.account.Person;
import io.millirun.portal.passkey.Passkeys;
import io.millirun.portal.totp.SecondStep;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import jakarta.servlet.http.HttpSession;
import java.util.Map;
import org.springframework.http.HttpStatus;
import org.springframework.stereotype.Component;
import org.springframework.ui.Model;

/** Makes the account page, with what is wrong with a form of it. */
@Component
class AccountPage {

    private final OpenSessions sessions;
    private final SecondStep secondStep;
    private final Passkeys passkeys;

    AccountPage(OpenSessions sessions, SecondStep secondStep, Passkeys passkeys) {
        this.sessions = sessions;
        this.secondStep = secondStep;
        this.passkeys = passkeys;
    }

    String show(Person person, HttpServletRequest request, Model model) {
        HttpSession session = request.getSession(false);
        model.addAttribute("sessions", sessions.of(person.id(), session == null ? null : session.getId()));
        model.addAttribute("secondStep", secondStep.isOn(person.id()));
        model.addAttribute("recoveryCodes", secondStep.recoveryCodesLeft(person.id()));
        model.addAttribute("passkeys", passkeys.of(person.id()));
        if (!model.containsAttribute("problems")) {
            model.addAttribute("problems", Map.of());
        }
        return "account";
    }

    /** The page again, with the message {@code text} at {@code field}. */
    String refuse(
            String field,
            String text,
            Person person,
            HttpServletRequest request,
            HttpServletResponse response,
            Model model) {
        response.setStatus(HttpStatus.UNPROCESSABLE_CONTENT.value());
        model.addAttribute("problems", Map.of(field, text));
        return show(person, request, model);
    }
}
