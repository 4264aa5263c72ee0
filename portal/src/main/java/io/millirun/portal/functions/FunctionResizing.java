package io.millirun.portal.functions;

import io.millirun.portal.organization.Member;
import io.millirun.runtimemanager.functions.DeployedFunction;
import io.millirun.runtimemanager.functions.FunctionSettings;
import org.springframework.stereotype.Service;

/** Gives a function another memory size and leaves all else as it is. */
@Service
public class FunctionResizing {

    private final Deployments deployments;

    FunctionResizing(Deployments deployments) {
        this.deployments = deployments;
    }

    /**
     * Sets the memory size of {@code function}.
     *
     * @param memoryMb megabytes, 128 to 10,240
     * @throws io.millirun.runtimemanager.functions.InvalidFunctionException if the size is out of range
     */
    public void resize(Member member, String address, DeployedFunction function, int memoryMb) {
        FunctionSettings now = function.settings();
        deployments.updateConfiguration(
                member,
                address,
                function.name(),
                now.withMemory(memoryMb),
                function.latest().revision());
    }
}
