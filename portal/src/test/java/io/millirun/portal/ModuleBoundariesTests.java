package io.millirun.portal;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.Architectures.layeredArchitecture;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The module table of the design and the library fences of the house style, checked on everything that is shipped. */
class ModuleBoundariesTests {

    private static final JavaClasses SHIPPED = new ClassFileImporter()
            .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
            .importPackages("io.millirun");

    @Test
    void modulesDependOnEachOtherAsTheDesignSays() {
        layeredArchitecture()
                .consideringOnlyDependenciesInAnyPackage("io.millirun..")
                .layer("kernel")
                .definedBy("io.millirun.kernel..")
                .layer("metering")
                .definedBy("io.millirun.metering..")
                .optionalLayer("billing")
                .definedBy("io.millirun.billing..")
                .layer("runtime-manager")
                .definedBy("io.millirun.runtimemanager..")
                .layer("portal")
                .definedBy("io.millirun.portal..")
                .whereLayer("portal")
                .mayNotBeAccessedByAnyLayer()
                .whereLayer("runtime-manager")
                .mayOnlyBeAccessedByLayers("portal")
                .whereLayer("billing")
                .mayOnlyBeAccessedByLayers("portal")
                .whereLayer("metering")
                .mayOnlyBeAccessedByLayers("billing", "runtime-manager", "portal")
                .ensureAllClassesAreContainedInArchitecture()
                .check(SHIPPED);
    }

    @ParameterizedTest
    @ValueSource(strings = {"kernel", "metering", "billing", "runtimemanager", "portal"})
    void packagesOfAModuleFormNoCycle(String module) {
        slices().matching("io.millirun." + module + ".(*)..")
                .should()
                .beFreeOfCycles()
                .allowEmptyShould(true)
                .check(SHIPPED);
    }

    @Test
    void theKernelKnowsNoFramework() {
        classes()
                .that()
                .resideInAPackage("io.millirun.kernel..")
                .should()
                .onlyDependOnClassesThat()
                .resideInAnyPackage(
                        "io.millirun.kernel..", "java..", "javax.sql..", "org.jspecify..", "com.fasterxml.uuid..")
                .check(SHIPPED);
    }

    @Test
    void onlyTheDockerPackageKnowsTheEnginesClient() {
        noClasses()
                .that()
                .resideOutsideOfPackage("io.millirun.runtimemanager.docker..")
                .should()
                .dependOnClassesThat()
                .resideInAPackage("com.github.dockerjava..")
                .check(SHIPPED);
    }

    @Test
    void onlyTheStripePackageKnowsStripe() {
        noClasses()
                .that()
                .resideOutsideOfPackage("io.millirun.billing.stripe..")
                .should()
                .dependOnClassesThat()
                .resideInAPackage("com.stripe..")
                .check(SHIPPED);
    }

    @Test
    void onlyThePortalKnowsServletsAndSpringWeb() {
        noClasses()
                .that()
                .resideOutsideOfPackage("io.millirun.portal..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("jakarta.servlet..", "org.springframework.web..", "org.springframework.security..")
                .check(SHIPPED);
    }

    @Test
    void pagesAndApisDoNotReachIntoTheDatabase() {
        noClasses()
                .that()
                .haveSimpleNameEndingWith("Controller")
                .should()
                .dependOnClassesThat(persistence())
                .check(SHIPPED);
    }

    @Test
    void entitiesStayInTheirPackage() {
        classes()
                .that()
                .areAnnotatedWith("jakarta.persistence.Entity")
                .should()
                .bePackagePrivate()
                .check(SHIPPED);
    }

    private static DescribedPredicate<JavaClass> persistence() {
        return JavaClass.Predicates.resideInAnyPackage(
                        "java.sql..",
                        "javax.sql..",
                        "jakarta.persistence..",
                        "org.springframework.jdbc..",
                        "org.hibernate..")
                .as("belong to a persistence library");
    }
}
