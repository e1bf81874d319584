package io.gpupool.architecture;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.core.importer.Location;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import java.time.Clock;
import java.time.Instant;

/** Which way the arrows run: cli, then rpc and admin, then the core, then the clouds' interface. */
@AnalyzeClasses(
    packages = "io.gpupool",
    importOptions = {ImportOption.DoNotIncludeTests.class, ArchitectureTest.NoTestJars.class})
class ArchitectureTest {

  /** What other modules share of their tests comes in jars. */
  static final class NoTestJars implements ImportOption {
    @Override
    public boolean includes(Location location) {
      return !location.contains("-tests.jar");
    }
  }

  private static final String API = "io.gpupool.clouds.api..";
  private static final String JDK = "java..";
  private static final String NULLNESS = "org.jspecify..";

  @ArchTest
  static final ArchRule theInterfaceOfCloudsDependsOnTheJdkAlone =
      classes()
          .that()
          .resideInAPackage(API)
          .should()
          .onlyDependOnClassesThat()
          .resideInAnyPackage(API, JDK, NULLNESS);

  @ArchTest
  static final ArchRule theCatalogKnowsTheInterfaceAlone =
      classes()
          .that()
          .resideInAPackage("io.gpupool.clouds.catalog..")
          .should()
          .onlyDependOnClassesThat()
          .resideInAnyPackage("io.gpupool.clouds.catalog..", API, JDK, NULLNESS);

  @ArchTest
  static final ArchRule anAdapterKnowsTheInterfaceAndItsSdkAlone =
      classes()
          .that()
          .resideInAPackage("io.gpupool.clouds.aws..")
          .should()
          .onlyDependOnClassesThat()
          .resideInAnyPackage(
              "io.gpupool.clouds.aws..",
              API,
              "software.amazon.awssdk..",
              "io.github.bucket4j..",
              JDK,
              NULLNESS);

  @ArchTest
  static final ArchRule theAdapterOfGoogleKnowsTheInterfaceAndItsSdkAlone =
      classes()
          .that()
          .resideInAPackage("io.gpupool.clouds.gcp..")
          .should()
          .onlyDependOnClassesThat()
          .resideInAnyPackage(
              "io.gpupool.clouds.gcp..",
              API,
              "com.google..",
              "io.github.bucket4j..",
              "org.snakeyaml.engine..",
              JDK,
              NULLNESS);

  @ArchTest
  static final ArchRule theAdapterOfAzureKnowsTheInterfaceAndItsSdkAlone =
      classes()
          .that()
          .resideInAPackage("io.gpupool.clouds.azure..")
          .should()
          .onlyDependOnClassesThat()
          .resideInAnyPackage(
              "io.gpupool.clouds.azure..", API, "com.azure..", "reactor..", JDK, NULLNESS);

  @ArchTest
  static final ArchRule theSdkOfAzureIsReachedThroughItsAdapterAlone =
      noClasses()
          .that()
          .resideOutsideOfPackages("io.gpupool.clouds.azure..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage("com.azure..", "com.microsoft.aad..", "reactor..");

  @ArchTest
  static final ArchRule theSdkOfAmazonIsReachedThroughItsAdapterAlone =
      noClasses()
          .that()
          .resideOutsideOfPackages("io.gpupool.clouds.aws..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage("software.amazon.awssdk..");

  @ArchTest
  static final ArchRule theSdkOfGoogleIsReachedThroughItsAdapterAlone =
      noClasses()
          .that()
          .resideOutsideOfPackages("io.gpupool.clouds.gcp..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage("com.google.cloud..", "com.google.auth..", "com.google.api.gax..");

  @ArchTest
  static final ArchRule theEmulatorKnowsNothingOfUs =
      noClasses()
          .that()
          .resideInAPackage("io.gpupool.clouds.emulator..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(
              API,
              "io.gpupool.clouds.aws..",
              "io.gpupool.clouds.azure..",
              "io.gpupool.clouds.gcp..",
              "io.gpupool.clouds.catalog..",
              "io.gpupool.fleet..",
              "io.gpupool.rpc..",
              "software.amazon.awssdk..",
              "com.azure..",
              "com.google.cloud..");

  @ArchTest
  static final ArchRule wireMockStaysInTheEmulator =
      noClasses()
          .that()
          .resideOutsideOfPackage("io.gpupool.clouds.emulator..")
          .should()
          .dependOnClassesThat()
          .resideInAPackage("com.github.tomakehurst.wiremock..");

  @ArchTest
  static final ArchRule theFleetKnowsCloudsByTheirInterfaceAndNothingAboveIt =
      noClasses()
          .that()
          .resideInAPackage("io.gpupool.fleet..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(
              "io.gpupool.cli..",
              "io.gpupool.rpc..",
              "io.gpupool.admin..",
              "io.gpupool.config..",
              "io.gpupool.policy..",
              "io.gpupool.template..",
              "io.gpupool.rehearsal..",
              "io.gpupool.tracing..",
              "io.gpupool.proto..",
              "io.gpupool.clouds.aws..",
              "io.gpupool.clouds.azure..",
              "io.gpupool.clouds.gcp..",
              "io.gpupool.clouds.catalog..",
              "io.gpupool.clouds.emulator..",
              "io.grpc..");

  @ArchTest
  static final ArchRule templatesAndPolicyAreFunctionsOfTheirInputs =
      classes()
          .that()
          .resideInAnyPackage("io.gpupool.template..", "io.gpupool.policy..")
          .should()
          .onlyDependOnClassesThat()
          .resideInAnyPackage(
              "io.gpupool.template..",
              "io.gpupool.policy..",
              // how quantities are read: a function of its inputs, too
              "io.gpupool.packing..",
              API,
              JDK,
              NULLNESS);

  @ArchTest
  static final ArchRule theConfigurationIsALeaf =
      classes()
          .that()
          .resideInAPackage("io.gpupool.config..")
          .should()
          .onlyDependOnClassesThat()
          .resideInAnyPackage(
              "io.gpupool.config..",
              // the values that it reads, all of them functions of their inputs
              "io.gpupool.pricing..",
              "io.gpupool.packing..",
              "io.gpupool.policy..",
              API,
              "org.snakeyaml.engine..",
              JDK,
              NULLNESS);

  @ArchTest
  static final ArchRule theWireDecidesNothingAndKnowsNoCloud =
      noClasses()
          .that()
          .resideInAPackage("io.gpupool.rpc..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(
              "io.gpupool.cli..",
              "io.gpupool.admin..",
              "io.gpupool.config..",
              "io.gpupool.rehearsal..",
              "io.gpupool.tracing..",
              "io.gpupool.clouds.aws..",
              "io.gpupool.clouds.azure..",
              "io.gpupool.clouds.gcp..",
              "io.gpupool.clouds.catalog..",
              "io.gpupool.clouds.emulator..");

  @ArchTest
  static final ArchRule tracingGoesAroundThingsAndDecidesNothing =
      classes()
          .that()
          .resideInAPackage("io.gpupool.tracing..")
          .should()
          .onlyDependOnClassesThat()
          .resideInAnyPackage(
              "io.gpupool.tracing..",
              "io.gpupool.fleet..",
              API,
              "io.grpc..",
              "io.opentelemetry..",
              "org.slf4j..",
              JDK,
              NULLNESS);

  @ArchTest
  static final ArchRule openTelemetryStaysInTracing =
      noClasses()
          .that()
          .resideOutsideOfPackage("io.gpupool.tracing..")
          .should()
          .dependOnClassesThat()
          .resideInAPackage("io.opentelemetry..");

  @ArchTest
  static final ArchRule theRehearsalKnowsTheServerByItsServicesAlone =
      noClasses()
          .that()
          .resideInAPackage("io.gpupool.rehearsal..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(
              "io.gpupool.rpc..",
              "io.gpupool.admin..",
              "io.gpupool.config..",
              "io.gpupool.cli..",
              "io.gpupool.clouds..");

  @ArchTest
  static final ArchRule nobodyDependsOnTheCommandLine =
      noClasses()
          .that()
          .resideOutsideOfPackage("io.gpupool.cli..")
          .should()
          .dependOnClassesThat()
          .resideInAPackage("io.gpupool.cli..");

  @ArchTest
  static final ArchRule theClockIsHandedInFromTheCommandLine =
      noClasses()
          .that()
          .resideOutsideOfPackage("io.gpupool.cli..")
          .should()
          .callMethod(Instant.class, "now")
          .orShould()
          .callMethod(System.class, "currentTimeMillis")
          .orShould()
          .callMethod(System.class, "nanoTime")
          .orShould()
          .callMethod(Clock.class, "systemUTC")
          .orShould()
          .callMethod(Thread.class, "sleep", long.class);

  @ArchTest
  static final ArchRule namesSayWhatThingsAre =
      noClasses()
          .that()
          .resideInAPackage("io.gpupool..")
          .should()
          .haveSimpleNameEndingWith("Util")
          .orShould()
          .haveSimpleNameEndingWith("Utils")
          .orShould()
          .haveSimpleNameEndingWith("Helper")
          .orShould()
          .haveSimpleNameEndingWith("Impl")
          .orShould()
          .haveSimpleNameEndingWith("Manager");
}
