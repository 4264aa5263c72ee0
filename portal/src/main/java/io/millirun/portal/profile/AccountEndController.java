package io.millirun.portal.profile;

import io.millirun.portal.account.Person;
import io.millirun.portal.account.Users;
import io.millirun.portal.permission.Needs;
import io.millirun.portal.permission.Permission;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;

/** A person's data, to take along, and the end of their account. */
@Controller
@Needs(Permission.LOG_IN)
class AccountEndController {

    private static final String PAGE = "account-delete";

    private final OwnData data;
    private final AccountEnd end;
    private final OwnPassword own;
    private final Users users;

    AccountEndController(OwnData data, AccountEnd end, OwnPassword own, Users users) {
        this.data = data;
        this.end = end;
        this.own = own;
        this.users = users;
    }

    @GetMapping("/account/data.json")
    ResponseEntity<OwnData.Export> export(Person person) {
        return ResponseEntity.ok()
                .header(HttpHeaders.CONTENT_DISPOSITION, "attachment; filename=\"millirun-account.json\"")
                .contentType(MediaType.APPLICATION_JSON)
                .body(data.of(person));
    }

    @GetMapping("/account/delete")
    String ask(Person person, Model model) {
        model.addAttribute("ownedAlone", end.ownedAlone(person));
        model.addAttribute("lastOperator", users.isLastOperator(person.id()));
        return PAGE;
    }

    @PostMapping("/account/delete")
    String delete(
            Person person,
            @RequestParam(defaultValue = "") String password,
            HttpServletRequest request,
            HttpServletResponse response,
            Model model) {
        if (!end.ownedAlone(person).isEmpty() || users.isLastOperator(person.id())) {
            response.setStatus(HttpStatus.UNPROCESSABLE_CONTENT.value());
            return ask(person, model);
        }
        if (!own.isRight(person.id(), password)) {
            response.setStatus(HttpStatus.UNPROCESSABLE_CONTENT.value());
            model.addAttribute("passwordProblem", "account.password.wrong");
            return ask(person, model);
        }
        if (!end.delete(person, request.getRemoteAddr())) {
            response.setStatus(HttpStatus.UNPROCESSABLE_CONTENT.value());
            return ask(person, model);
        }
        request.getSession().invalidate();
        return "redirect:/login?deleted";
    }
}
