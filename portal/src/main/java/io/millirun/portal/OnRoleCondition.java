package io.millirun.portal;

import io.millirun.kernel.ProcessRole;
import java.util.Map;
import org.springframework.boot.autoconfigure.condition.ConditionMessage;
import org.springframework.boot.autoconfigure.condition.ConditionOutcome;
import org.springframework.boot.autoconfigure.condition.SpringBootCondition;
import org.springframework.context.annotation.ConditionContext;
import org.springframework.core.type.AnnotatedTypeMetadata;

/** Decides {@link ConditionalOnRole} by {@code millirun.roles}. */
class OnRoleCondition extends SpringBootCondition {

    @Override
    public ConditionOutcome getMatchOutcome(ConditionContext context, AnnotatedTypeMetadata metadata) {
        Map<String, ?> attributes = metadata.getAnnotationAttributes(ConditionalOnRole.class.getName());
        if (attributes == null || !(attributes.get("value") instanceof ProcessRole role)) {
            throw new IllegalStateException("not annotated with @ConditionalOnRole");
        }
        Roles roles = Roles.of(context.getEnvironment());
        return new ConditionOutcome(
                roles.has(role),
                ConditionMessage.forCondition(ConditionalOnRole.class).because("the process has the roles " + roles));
    }
}
