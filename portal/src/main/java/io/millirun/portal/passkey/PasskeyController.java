package io.millirun.portal.passkey;

import io.millirun.portal.account.Person;
import io.millirun.portal.account.UserId;
import io.millirun.portal.permission.Needs;
import io.millirun.portal.permission.Permission;
import io.millirun.portal.security.LogIn;
import io.millirun.portal.throttle.Throttle;
import io.millirun.portal.throttle.Throttle.Limit;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.time.Duration;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.security.core.context.SecurityContextHolder;
import org.springframework.security.web.webauthn.api.AuthenticatorAssertionResponse;
import org.springframework.security.web.webauthn.api.AuthenticatorAttestationResponse;
import org.springframework.security.web.webauthn.api.PublicKeyCredential;
import org.springframework.security.web.webauthn.api.PublicKeyCredentialCreationOptions;
import org.springframework.security.web.webauthn.api.PublicKeyCredentialRequestOptions;
import org.springframework.security.web.webauthn.authentication.HttpSessionPublicKeyCredentialRequestOptionsRepository;
import org.springframework.security.web.webauthn.jackson.WebauthnJacksonModule;
import org.springframework.security.web.webauthn.management.ImmutablePublicKeyCredentialCreationOptionsRequest;
import org.springframework.security.web.webauthn.management.ImmutablePublicKeyCredentialRequestOptionsRequest;
import org.springframework.security.web.webauthn.management.ImmutableRelyingPartyRegistrationRequest;
import org.springframework.security.web.webauthn.management.RelyingPartyAuthenticationRequest;
import org.springframework.security.web.webauthn.management.RelyingPartyPublicKey;
import org.springframework.security.web.webauthn.management.WebAuthnRelyingPartyOperations;
import org.springframework.security.web.webauthn.registration.HttpSessionPublicKeyCredentialCreationOptionsRepository;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.server.ResponseStatusException;
import tools.jackson.core.JacksonException;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.json.JsonMapper;

/** What scripts of the log-in and account pages ask for to make and to use a passkey. */
@Controller
class PasskeyController {

    private static final Logger log = LoggerFactory.getLogger(PasskeyController.class);

    private static final Limit FAILURES = new Limit(20, Duration.ofMinutes(15));
    private static final int LONGEST_LABEL = 64;

    private final WebAuthnRelyingPartyOperations party;
    private final Passkeys passkeys;
    private final LogIn logIn;
    private final Throttle throttle;
    private final JsonMapper json =
            JsonMapper.builder().addModule(new WebauthnJacksonModule()).build();
    private final HttpSessionPublicKeyCredentialCreationOptionsRepository creations =
            new HttpSessionPublicKeyCredentialCreationOptionsRepository();
    private final HttpSessionPublicKeyCredentialRequestOptionsRepository requests =
            new HttpSessionPublicKeyCredentialRequestOptionsRepository();

    PasskeyController(WebAuthnRelyingPartyOperations party, Passkeys passkeys, LogIn logIn, Throttle throttle) {
        this.party = party;
        this.passkeys = passkeys;
        this.logIn = logIn;
        this.throttle = throttle;
    }

    @PostMapping("/account/passkeys/options")
    @Needs(Permission.LOG_IN)
    ResponseEntity<String> creation(HttpServletRequest request, HttpServletResponse response) {
        PublicKeyCredentialCreationOptions options = party.createPublicKeyCredentialCreationOptions(
                new ImmutablePublicKeyCredentialCreationOptionsRequest(Objects.requireNonNull(
                        SecurityContextHolder.getContext().getAuthentication())));
        creations.save(request, response, options);
        return answer(options);
    }

    @PostMapping("/account/passkeys")
    @Needs(Permission.LOG_IN)
    ResponseEntity<String> register(
            @RequestParam(defaultValue = "") String label,
            @RequestBody(required = false) @Nullable String body,
            HttpServletRequest request,
            HttpServletResponse response) {
        PublicKeyCredentialCreationOptions options = creations.load(request);
        if (options == null || body == null) {
            throw new ResponseStatusException(HttpStatus.BAD_REQUEST);
        }
        creations.save(request, response, null);
        String name = label.strip().isEmpty() ? "Passkey" : label.strip();
        try {
            PublicKeyCredential<AuthenticatorAttestationResponse> credential =
                    json.readValue(body, new TypeReference<>() {});
            party.registerCredential(new ImmutableRelyingPartyRegistrationRequest(
                    options,
                    new RelyingPartyPublicKey(credential, name.substring(0, Math.min(name.length(), LONGEST_LABEL)))));
        } catch (JacksonException | IllegalArgumentException wrong) {
            throw new ResponseStatusException(HttpStatus.BAD_REQUEST, null, wrong);
        } catch (RuntimeException refused) {
            log.info("A passkey was not registered: {}", refused.getMessage());
            throw new ResponseStatusException(HttpStatus.BAD_REQUEST, null, refused);
        }
        return ResponseEntity.noContent().build();
    }

    @PostMapping("/account/passkeys/{passkey}/remove")
    @Needs(Permission.LOG_IN)
    String remove(Person person, @PathVariable String passkey) {
        if (!passkeys.remove(person.id(), passkey)) {
            throw new ResponseStatusException(HttpStatus.NOT_FOUND);
        }
        return "redirect:/account#passkeys";
    }

    @PostMapping("/login/passkey/options")
    @Needs(Permission.PUBLIC)
    @SuppressWarnings("NullAway") // Nobody is logged in yet, which the library's annotations do not foresee.
    ResponseEntity<String> request(HttpServletRequest request, HttpServletResponse response) {
        PublicKeyCredentialRequestOptions options =
                party.createCredentialRequestOptions(new ImmutablePublicKeyCredentialRequestOptionsRequest(null));
        requests.save(request, response, options);
        return answer(options);
    }

    /** A passkey checks its owner itself, by a finger or a PIN: it is both steps of a log-in. */
    @PostMapping("/login/passkey")
    @Needs(Permission.PUBLIC)
    ResponseEntity<String> logIn(
            @RequestBody(required = false) @Nullable String body,
            HttpServletRequest request,
            HttpServletResponse response) {
        String subject = "passkey " + request.getRemoteAddr();
        PublicKeyCredentialRequestOptions options = requests.load(request);
        if (options == null || body == null) {
            throw new ResponseStatusException(HttpStatus.BAD_REQUEST);
        }
        if (throttle.isExhausted(subject, FAILURES)) {
            throw new ResponseStatusException(HttpStatus.TOO_MANY_REQUESTS);
        }
        requests.save(request, response, null);
        UserId user;
        try {
            PublicKeyCredential<AuthenticatorAssertionResponse> credential =
                    json.readValue(body, new TypeReference<>() {});
            user = PasskeyUsers.userOf(party.authenticate(new RelyingPartyAuthenticationRequest(options, credential))
                    .getId());
        } catch (RuntimeException refused) {
            throttle.count(subject, FAILURES);
            log.info("A passkey was refused: {}", refused.getMessage());
            throw new ResponseStatusException(HttpStatus.UNAUTHORIZED, null, refused);
        }
        if (user == null) {
            throw new ResponseStatusException(HttpStatus.UNAUTHORIZED);
        }
        return ResponseEntity.ok()
                .contentType(MediaType.APPLICATION_JSON)
                .body(json.writeValueAsString(Map.of("to", logIn.complete(user, request, response))));
    }

    private ResponseEntity<String> answer(Object options) {
        return ResponseEntity.ok().contentType(MediaType.APPLICATION_JSON).body(json.writeValueAsString(options));
    }
}
