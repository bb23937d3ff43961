package dev.plumb.processor;

import com.google.auto.service.AutoService;
import com.palantir.javapoet.JavaFile;
import dev.plumb.graph.problem.Place;
import dev.plumb.graph.problem.Problem;
import dev.plumb.graph.problem.ProblemId;
import dev.plumb.graph.problem.Site;
import dev.plumb.processor.check.ArchitectureCheck;
import dev.plumb.processor.check.BlockDeclarationCheck;
import dev.plumb.processor.check.BuildBudget;
import dev.plumb.processor.check.CheckedBlock;
import dev.plumb.processor.check.CheckedCode;
import dev.plumb.processor.check.CheckedModel;
import dev.plumb.processor.check.CodeDeclarationCheck;
import dev.plumb.processor.check.LintLevel;
import dev.plumb.processor.check.ModelCheck;
import dev.plumb.processor.check.WeightsDeclarationCheck;
import dev.plumb.processor.read.ArchitectureFiles;
import dev.plumb.processor.read.BlockDeclaration;
import dev.plumb.processor.read.CodeDeclaration;
import dev.plumb.processor.read.DeclarationReader;
import dev.plumb.processor.read.ModelDeclaration;
import dev.plumb.processor.read.OwnDeclaration;
import dev.plumb.processor.read.OwnLayer;
import dev.plumb.processor.read.WeightsFiles;
import dev.plumb.processor.report.Reporter;
import dev.plumb.processor.write.ArchitectureRecords;
import dev.plumb.processor.write.BlockClass;
import dev.plumb.processor.write.CodeClass;
import dev.plumb.processor.write.ModelClass;
import dev.plumb.processor.write.Reports;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.annotation.processing.AbstractProcessor;
import javax.annotation.processing.ProcessingEnvironment;
import javax.annotation.processing.Processor;
import javax.annotation.processing.RoundEnvironment;
import javax.lang.model.SourceVersion;
import javax.lang.model.element.Element;
import javax.lang.model.element.TypeElement;
import javax.tools.Diagnostic;

/**
 * Checks the interfaces that are marked {@code @Model} or {@code @Sequential}, the annotations that are marked {@code @Block} or {@code @Layer}, and the
 * functions that have a {@code @Signature}, and generates a
 * class for each.
 *
 * <p>Option {@code plumb.lint}: {@code error}, {@code warn} (the default) or {@code off}: what becomes of warnings. Option
 * {@code plumb.reports}: a folder for files about each model. Options {@code plumb.maxParameters} and its like: limits of each model. Option {@code plumb.architecture}: a folder with records of
 * what models were. Option {@code plumb.docs}: where the pages about errors are. Option {@code plumb.weights}: a
 * folder in which files of weights are.
 */
@AutoService(Processor.class)
public final class PlumbProcessor extends AbstractProcessor {
    private static final List<String> MARKERS = List.of(
            "dev.plumb.dsl.Model",
            "dev.plumb.dsl.Sequential",
            "dev.plumb.dsl.Block",
            "dev.plumb.dsl.Layer",
            "dev.plumb.dsl.Signature");

    private final Function<ModelDeclaration, CheckedModel> check;

    private Options options = Options.of(Map.of());

    /** What was said of folders that cannot be used: the next model has the same. */
    private final Set<String> said = new HashSet<>();

    /** The models that were compared with their records, or recorded. */
    private final Set<String> recorded = new HashSet<>();

    /** Models and blocks that wait for a type that may be generated, by name: elements do not outlive their round. */
    private final Set<String> deferred = new LinkedHashSet<>();

    /** The top-level types that are compiled now, by name, with those that were generated. */
    private final Set<String> sources = new HashSet<>();

    /** For those that were generated the model or block. */
    private final Map<String, String> generated = new HashMap<>();

    /** The processor, as compilers make it. */
    public PlumbProcessor() {
        this(ModelCheck::check);
    }

    /** A processor with another check: for tests of what happens when a check fails. */
    PlumbProcessor(Function<ModelDeclaration, CheckedModel> check) {
        this.check = check;
    }

    @Override
    public Set<String> getSupportedAnnotationTypes() {
        return Set.copyOf(MARKERS);
    }

    /** With those that were said to be none: the compiler need not say it again. */
    @Override
    public Set<String> getSupportedOptions() {
        return Stream.concat(Options.NAMES.stream(), options.unknown().stream())
                .collect(Collectors.toUnmodifiableSet());
    }

    @Override
    public SourceVersion getSupportedSourceVersion() {
        return SourceVersion.latestSupported();
    }

    @Override
    public synchronized void init(ProcessingEnvironment environment) {
        super.init(environment);
        options = Options.of(environment.getOptions());
        options.problems().forEach(this::error);
    }

    /** Never claims its annotations: other processors may want them. */
    @Override
    public boolean process(Set<? extends TypeElement> annotations, RoundEnvironment round) {
        for (Element root : round.getRootElements()) {
            if (root instanceof TypeElement type) {
                sources.add(type.getQualifiedName().toString());
            }
        }
        Reporter reporter = new Reporter(processingEnv.getMessager(), options::page);
        DeclarationReader reader = new DeclarationReader(
                processingEnv.getElementUtils(), processingEnv.getTypeUtils(), sources, generated);
        for (TypeElement type : declarations(round)) {
            try {
                if (DeclarationReader.isBlock(type)) {
                    block(reader.readBlock(type), round.processingOver(), reporter);
                } else if (DeclarationReader.isCode(type)) {
                    code(reader.readCode(type), round.processingOver(), reporter);
                } else {
                    model(reader.read(type), round.processingOver(), reporter);
                }
            } catch (IOException e) {
                processingEnv
                        .getMessager()
                        .printMessage(
                                Diagnostic.Kind.ERROR,
                                "the class of '" + type.getSimpleName() + "' cannot be written: " + e.getMessage(),
                                type);
            } catch (RuntimeException | StackOverflowError | LinkageError e) {
                reporter.report(crash(type, e), DeclarationReader.token(type), DeclarationReader.token(type));
            }
        }
        if (round.processingOver()) {
            options.architecture().map(ArchitectureFiles::new).ifPresent(this::staleRecords);
        }
        return false;
    }

    /** The models of this round, each after those that it extends, and the blocks. */
    private List<TypeElement> declarations(RoundEnvironment round) {
        Set<TypeElement> types = new LinkedHashSet<>();
        for (String name : deferred) {
            TypeElement type = processingEnv.getElementUtils().getTypeElement(name);
            if (type != null) {
                types.add(type);
            }
        }
        deferred.clear();
        for (String marker : MARKERS) {
            TypeElement annotation = processingEnv.getElementUtils().getTypeElement(marker);
            if (annotation == null) {
                continue;
            }
            for (Element element : round.getElementsAnnotatedWith(annotation)) {
                if (element instanceof TypeElement type && !DeclarationReader.isWiring(type)) {
                    types.add(type);
                }
            }
        }
        List<TypeElement> ordered = new ArrayList<>(types);
        ordered.sort(Comparator.comparingInt(DeclarationReader::depth));
        return ordered;
    }

    /** Checks, reports and writes one model; whatever happens, the others get their turn. */
    private void model(ModelDeclaration declaration, boolean last, Reporter reporter) throws IOException {
        if (!declaration.resolved() && !last) {
            deferred.add(declaration.qualifiedName());
            return;
        }
        CheckedModel model = options.lint().apply(architecture(whole(check.apply(declaration))));
        reporter.report(model);
        options.reports().ifPresent(folder -> writeReports(folder, model));
        if (!declaration.isNameTaken()) {
            ModelClass.of(model).file().writeTo(processingEnv.getFiler());
            sources.add(declaration.qualifiedGeneratedName());
            generated.put(declaration.qualifiedGeneratedName(), declaration.qualifiedName());
        }
    }

    /** The model by all rules that need nothing but its declaration, the file of its weights and the limits of the build. */
    private CheckedModel whole(CheckedModel model) {
        return new BuildBudget(options.budget(), Options::limit)
                .apply(WeightsDeclarationCheck.apply(
                        model, new WeightsFiles(processingEnv.getFiler(), options.weights())));
    }

    /** The model as it compares with its record, or is recorded. */
    private CheckedModel architecture(CheckedModel model) {
        if (options.architecture().isEmpty()) {
            return model;
        }
        ArchitectureFiles files = new ArchitectureFiles(options.architecture().get());
        recorded.add(model.declaration().qualifiedName());
        if (!options.updatesArchitecture()) {
            return new ArchitectureCheck(files, Options.RECORD).apply(model);
        }
        try {
            new ArchitectureRecords(files).write(model);
        } catch (IOException e) {
            sayOnce(Options.unusable(files.folder(), e));
        }
        return model;
    }

    /** Names records whose models are neither compiled now nor compiled before. */
    private void staleRecords(ArchitectureFiles files) {
        if (recorded.isEmpty() || options.lint() == LintLevel.OFF) {
            return; // a compilation without models knows nothing of those of others
        }
        try {
            for (String model : files.models()) {
                if (processingEnv.getElementUtils().getTypeElement(model) == null) {
                    processingEnv
                            .getMessager()
                            .printMessage(
                                    options.lint() == LintLevel.ERROR ? Diagnostic.Kind.ERROR : Diagnostic.Kind.WARNING,
                                    Options.stale(files.file(model), model));
                }
            }
        } catch (IOException e) {
            sayOnce(Options.unusable(files.folder(), e));
        }
    }

    /** Checks, reports and writes one block. */
    private void block(BlockDeclaration declaration, boolean last, Reporter reporter) throws IOException {
        if (isReady(declaration, last)) {
            CheckedBlock block = BlockDeclarationCheck.check(declaration);
            reporter.report(block.problems());
            write(declaration, BlockClass.of(block).file());
        }
    }

    /** Checks, reports and writes one layer in code. */
    private void code(CodeDeclaration declaration, boolean last, Reporter reporter) throws IOException {
        if (isReady(declaration, last)) {
            CheckedCode code = CodeDeclarationCheck.check(declaration);
            reporter.report(code.problems());
            write(declaration, CodeClass.of(code).file());
        }
    }

    /** Whether all that it needs is there, or will not come; otherwise it has its turn in the next round. */
    private boolean isReady(OwnDeclaration declaration, boolean last) {
        boolean ready = declaration.layer().resolved() || last;
        if (!ready) {
            deferred.add(declaration.layer().qualifiedName());
        }
        return ready;
    }

    private void write(OwnDeclaration declaration, JavaFile file) throws IOException {
        OwnLayer layer = declaration.layer();
        if (!layer.isNameTaken()) {
            file.writeTo(processingEnv.getFiler());
            sources.add(layer.qualifiedGeneratedName());
            generated.put(layer.qualifiedGeneratedName(), layer.qualifiedName());
        }
    }

    private void writeReports(Path folder, CheckedModel model) {
        try {
            new Reports(folder, options::page).write(model);
        } catch (IOException e) {
            sayOnce(Options.unwritable(folder, e));
        }
    }

    private void sayOnce(String text) {
        if (said.add(text)) {
            error(text);
        }
    }

    /** Says something that is not about any source. */
    private void error(String text) {
        processingEnv.getMessager().printMessage(Diagnostic.Kind.ERROR, text);
    }

    private static Problem crash(TypeElement type, Throwable failure) {
        List<Problem.Evidence> where = new ArrayList<>();
        for (StackTraceElement frame : failure.getStackTrace()) {
            if (where.size() < 5) {
                where.add(new Problem.Evidence("at", frame.toString(), ""));
            }
        }
        String name = type.getSimpleName().toString();
        return new Problem(
                ProblemId.CRASH, Site.of(new Place.Whole()), ProblemId.CRASH.headline(name, failure), where, "");
    }
}
