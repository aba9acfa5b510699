# SPDX-License-Identifier: GPL-3.0-or-later
"""Wrong input that is too large for a file in the tree, or no file at all: one function a case."""
import os
import resource
import shutil
import socket
import subprocess

NOBODY = 65534
GIGABYTE = 10**9


class Impossible(Exception):
    """The case needs what this machine does not give."""


class Case:
    """A case being prepared: its folder, and how the program is called."""

    def __init__(self, folder):
        self.folder = folder
        self.program = None  # another copy of it
        self.wrapper = []  # a command that runs the program
        self.in_child = lambda: None
        self.arguments = ["run", "framework.yaml", "--threads", "1", "--no-what-ifs", "--out", "out/r"]
        self.results = ["out/r.json", "out/r.h5"]
        self.tells_first = False  # results are shown before the failure can be known
        self.kept = []  # files that were whole before the failure, and stay
        self.replaced = []  # files of before that a success puts others in place of

    def choose(self, role):
        """The command that reads a file of this role."""
        if role == "recipe.yaml":
            self.generate()
        elif role == "sample.csv":
            self.sample()
        elif role == "cld.csv":
            self.import_cld()
        elif role == "vignettes.csv":
            self.calibrate("isotonic", "--vignettes", role)
        elif role == "prior.yaml":
            self.calibrate("glm", "--prior", role)

    def generate(self, out="out.csv"):
        """rasim generate."""
        self.arguments = ["generate", "recipe.yaml", "--out", out]
        self.results = [out]

    def sample(self, out="out.csv"):
        """rasim sample draw."""
        self.arguments = ["sample", "draw", "sample.csv", "--size", "6", "--by", "care_group", "--out", out]
        self.results = [out]

    def import_cld(self, out="out.csv"):
        """rasim import cld."""
        self.arguments = ["import", "cld", "cld.csv", "--out", out]
        self.results = [out]

    def calibrate(self, method, *options, out="out.yaml"):
        """rasim calibrate, of twice the people: so few cannot be fitted to."""
        head, *rows = (self.folder / "caseload.csv").read_text().splitlines(keepends=True)
        self.write("caseload.csv", "".join([head, *rows, *(row.replace("P", "Q", 1) for row in rows)]))
        self.arguments = ["calibrate", "framework.yaml", "--method", method, *options, "--replicates", "64", "--folds", "2",
                          "--bootstrap", "40", "--threads", "1", "--unscaled", "--out", out]
        self.results = [out]

    def check(self):
        """rasim check, which shows every label and writes nothing."""
        self.arguments = ["check", "framework.yaml"]
        self.results = []

    def write_to(self, prefix):
        """Another place for the results of a run."""
        self.arguments[-1] = prefix
        self.results = [f"{prefix}.json", f"{prefix}.h5"]

    def write(self, name, data):
        """A file in the folder."""
        (self.folder / name).write_bytes(data if isinstance(data, bytes) else data.encode())

    def replace(self, name, old, new):
        """The good file with another text in it."""
        text = (self.folder / name).read_text()
        if old not in text:
            raise ValueError(f"{old!r} does not stand in {name}")
        self.write(name, text.replace(old, new, 1))

    def unprivileged(self):
        """Runs as nobody: root may write and read everywhere."""
        if os.geteuid() != 0:
            return
        for path in (self.folder.parent, self.folder):
            path.chmod(0o755)
        self.program = str(self.folder.parent / "rasim")  # the build folder may be closed to others
        shutil.copy(os.environ["RASIM_PROGRAM"], self.program)
        self.in_child = drop_privileges
        reach = subprocess.run(["test", "-x", self.program], preexec_fn=drop_privileges, check=False)
        if reach.returncode != 0:
            raise Impossible("nobody may not enter the folder for temporary files (TMPDIR)")


def drop_privileges():
    """Becomes nobody."""
    os.setgroups([])
    os.setgid(NOBODY)
    os.setuid(NOBODY)


CASES = {}


def register(function):
    """Makes a function that prepares a Case the case of its name."""
    CASES[function.__name__.replace("_", "-")] = function
    return function


# ---- large ----


@register
def columns_10_million(case):
    case.write("caseload.csv", "a," * 10_000_000 + "b\n")


@register
def row_of_10_million_columns(case):
    case.replace("caseload.csv", "P03,", "P03," + "," * 10_000_000)


@register
def columns_4097(case):
    case.write("caseload.csv", ",".join(f"c{i}" for i in range(4097)) + "\n")


@register
def field_of_10_megabytes(case):
    case.replace("caseload.csv", "P03,Older people", "P03," + "x" * 10_000_000)


@register
def gigabyte_of_nothing(case):
    case.write("caseload.csv", "")
    os.truncate(case.folder / "caseload.csv", GIGABYTE)


@register
def gigabyte_of_nothing_after_a_header(case):
    os.truncate(case.folder / "caseload.csv", GIGABYTE)


@register
def gigabyte_of_nothing_in_yaml(case):
    os.truncate(case.folder / "framework.yaml", GIGABYTE)


@register
def terabyte_of_nothing(case):
    os.truncate(case.folder / "caseload.csv", 1000 * GIGABYTE)


@register
def deep_nesting(case):
    case.write("framework.yaml", "[" * 200_000)


@register
def deep_nesting_of_maps(case):
    case.write("framework.yaml", "{a: " * 200_000)


@register
def deep_nesting_of_dashes(case):
    case.write("framework.yaml", "- " * 200_000)


@register
def deep_nesting_of_question_marks(case):
    case.write("framework.yaml", "? " * 200_000)


@register
def deep_nesting_under_a_key(case):
    case.replace("design.yaml", "{none: 0, some: 10, much: 20}", "[" * 200_000 + "]" * 200_000)


@register
def answers_100_000(case):
    case.replace("design.yaml", "much: 20", "".join(f"a{i}: 1, " for i in range(100_000)) + "much: 20")


@register
def list_of_10_001(case):
    case.replace("framework.yaml", "seed: 7", "confidence_levels: [" + "0.5, " * 10_001 + "0.9]")


@register
def person_id_of_a_megabyte(case):
    case.replace("caseload.csv", "P03", "P" * 1_000_000)


@register
def label_of_10_000_characters(case):
    case.replace("caseload.csv", "P03,Older people", "P03," + "Older £ " * 1250)


@register
def name_of_10_000_characters(case):
    case.replace("framework.yaml", "Anywhere", "Anywhere" * 1250)


@register
def key_of_10_000_characters(case):
    case.replace("framework.yaml", "practice:", f"{'practice' * 125}:")


@register
def strata_5000(case):
    rows = "".join(f"Q{i},Group {i // 2},community,{10 + i % 90},1,some\n" for i in range(10_000))
    case.write("caseload.csv", "person_id,care_group,setting,weekly_cost,weight,Washing\n" + rows)


@register
def designs_2000(case):
    for i in range(2000):
        case.write(f"d{i}.yaml", (case.folder / "design.yaml").read_text())
    case.replace("framework.yaml", "[design.yaml]", "[" + ", ".join(f"d{i}.yaml" for i in range(2000)) + "]")
    case.check()


# ---- labels of files/ that a check shows ----


def show(case):
    case.check()


for label in ("terminal-escapes", "format-strings", "bidi-override", "newline-in-label", "formula-label",
              "quotes-in-label", "markup-in-label", "label-in-other-scripts"):
    CASES[label] = show


@register
def terminal_escapes_in_json(case):
    case.arguments = ["run", "framework.yaml", "--no-what-ifs", "--json", "--out", "out/r"]


# ---- several problems at once: all that are there, and none that only follows from another ----


@register
def twice_and_more(case):
    case.replace("framework.yaml", "replicates: 64", "replicatse: 64")
    case.replace("framework.yaml", "seed: 7", "seed: 7\nbenchmark: on\nseed: 8")
    case.replace("design.yaml", "gbp: 40", "gbp: forty")
    case.replace("caseload.csv", "210.25,2,some", "210.25,2,Some")


@register
def list_twice(case):
    """What the second list would have had is not missed."""
    case.replace("framework.yaml", "- {mean", "- {setting: community, mean")
    case.replace("framework.yaml", "seed: 7", "seed: 7\nprices:\n  - {mean: 0.04, sd: 0.015}")


@register
def missing_column_and_more(case):
    case.replace("caseload.csv", "weekly_cost", "cost")
    case.replace("caseload.csv", "210.25,2,some", "210.25,2,Some")
    case.replace("framework.yaml", "- {mean: 0.04, sd: 0.015}",
                 "- {setting: community, mean: 0.04, sd: 0.015}\n  - {setting: nusring, mean: 0.04, sd: 0.015}")


@register
def missing_setting(case):
    """Nothing is said of the settings that the framework names."""
    case.replace("caseload.csv", "setting", "how")
    case.replace("framework.yaml", "seed: 7", "seed: 7\ncovered_settings: [community]")


@register
def half_a_list(case):
    """The row that cannot be read may be the one for nursing."""
    case.replace("framework.yaml", "- {mean: 0.04, sd: 0.015}",
                 "- {setting: community, mean: 0.04, sd: 0.015}\n  - {setting: [nursing], mean: 0.04, sd: 0.015}")


@register
def rows_lost(case):
    """Labels that only the lost rows have are not said to be absent."""
    case.replace("caseload.csv", "P03,Older people", 'P03,"Older people')
    case.replace("framework.yaml", "seed: 7", "seed: 7\ncovered_settings: [community, nursing]")
    case.replace("framework.yaml", "- log_sd: 0.25", "- log_sd: 0.25\n  - {care_group: Learning disability, log_sd: 0.3}")


@register
def columns_alike(case):
    case.replace("framework.yaml", "seed: 7", "seed: 7\ncolumns: {care_group: Team,\n  setting: Team}")
    case.replace("caseload.csv", "care_group,setting", "Team,Other")


@register
def columns_alike_by_name(case):
    """The budget may be by care group: one heading of rasim's own may serve two columns."""
    case.replace("framework.yaml", "seed: 7", "seed: 7\ncolumns: {budget_area: care_group}")


@register
def amount_with_commas(case):
    case.replace("framework.yaml", "- gbp_year: 250000", "- {gbp_year: £2,400,000}")


def two_wrong_people(case):
    case.replace("caseload.csv", "community,120", "community,x")
    case.replace("caseload.csv", "210.25,2,some", "210.25,2,Some")


@register
def ids_when_asked(case):
    two_wrong_people(case)
    case.arguments.append("--show-ids")


@register
def ids_when_not_asked(case):
    two_wrong_people(case)


# ---- no regular file ----


@register
def fifo_as_caseload(case):
    os.remove(case.folder / "caseload.csv")
    os.mkfifo(case.folder / "caseload.csv")


@register
def fifo_as_framework(case):
    os.remove(case.folder / "framework.yaml")
    os.mkfifo(case.folder / "framework.yaml")


@register
def socket_as_caseload(case):
    os.remove(case.folder / "caseload.csv")
    here = os.getcwd()
    os.chdir(case.folder)  # the name of a socket must be short
    with socket.socket(socket.AF_UNIX) as listener:
        listener.bind("caseload.csv")
    os.chdir(here)


@register
def path_of_300_characters(case):
    case.replace("framework.yaml", "caseload.csv", "a" * 300 + ".csv")


@register
def folder_as_framework(case):
    case.arguments[1] = "."


@register
def framework_missing(case):
    os.remove(case.folder / "framework.yaml")


@register
def link_as_caseload(case):
    os.rename(case.folder / "caseload.csv", case.folder / "real.csv")
    os.symlink("real.csv", case.folder / "caseload.csv")


@register
def link_to_nowhere(case):
    os.remove(case.folder / "caseload.csv")
    os.symlink("nowhere.csv", case.folder / "caseload.csv")


@register
def link_to_itself(case):
    os.remove(case.folder / "caseload.csv")
    os.symlink("caseload.csv", case.folder / "caseload.csv")


@register
def folders_in_a_circle(case):
    (case.folder / "a").mkdir()
    os.symlink("..", case.folder / "a" / "b")
    case.replace("framework.yaml", "caseload.csv", "a/b/" * 12 + "caseload.csv")


@register
def unreadable_caseload(case):
    (case.folder / "caseload.csv").chmod(0)
    case.unprivileged()


# ---- outputs ----


@register
def output_folder_missing(case):
    case.write_to("a/b/c/r")


@register
def output_replaces(case):
    (case.folder / "out").mkdir()
    case.write("out/r.json", "{}")
    case.write("out/r.h5", "old")
    case.results, case.replaced = [], case.results


@register
def output_unwritable(case):
    (case.folder / "out").mkdir(mode=0o555)
    case.unprivileged()


@register
def output_folder_cannot_be_made(case):
    case.unprivileged()
    case.folder.chmod(0o555)


@register
def output_below_a_file(case):
    case.write("out", "a file")


@register
def output_is_a_folder(case):
    (case.folder / "out" / "r.json").mkdir(parents=True)


@register
def output_is_a_folder_too(case):
    (case.folder / "out" / "r.h5").mkdir(parents=True)


@register
def output_name_is_a_folder(case):
    (case.folder / "out").mkdir()
    case.generate("out")


@register
def output_is_a_device(case):
    case.generate("/dev/full")


@register
def output_is_a_fifo(case):
    os.mkfifo(case.folder / "out.csv")
    case.generate()


@register
def output_name_too_long(case):
    case.write_to("out/" + "r" * 300)


@register
def output_link_to_itself(case):
    os.symlink("out.csv", case.folder / "out.csv")
    case.generate()
    case.results, case.replaced = [], case.results  # the link becomes the file


@register
def output_over_the_input(case):
    case.sample(out="sample.csv")


@register
def output_over_the_input_by_a_link(case):
    os.symlink("sample.csv", case.folder / "out.csv")
    case.sample()


@register
def output_over_the_recipe(case):
    case.generate("recipe.yaml")


def limit_file_size(size):
    """No file may grow beyond this, as on a disk that fills up."""
    return lambda: resource.setrlimit(resource.RLIMIT_FSIZE, (size, size))


@register
def output_full(case):
    case.tells_first = True
    case.in_child = limit_file_size(1000)


@register
def output_full_for_csv(case):
    case.replace("recipe.yaml", "people: 20", "people: 2000")
    case.generate()
    case.in_child = limit_file_size(4096)


@register
def disk_full(case):
    """A disk of one page, mounted where only the program sees it."""
    case.tells_first = True
    probe = subprocess.run(["unshare", "-rm", "mount", "-t", "tmpfs", "none", str(case.folder)], capture_output=True,
                           check=False)
    if probe.returncode != 0:
        case.in_child = limit_file_size(1000)  # the next best thing, which every machine has
        return
    (case.folder / "out").mkdir()
    script = 'mount -t tmpfs -o size=4k none out && "$@"; status=$?; ls -A out >&2; exit $status'
    case.wrapper = ["unshare", "-rm", "sh", "-c", script, "sh"]  # what is left is told, and is one problem too many


# ---- compare and sweep ----


def sweep(case, vary, out="out/r"):
    """rasim sweep with one key."""
    case.arguments = ["sweep", "framework.yaml", "--threads", "1", "--replicates", "64", "--vary", vary, "--out", out]
    case.results = [f"{out}.json", f"{out}.csv", f"{out}.h5"]


@register
def sweep_good(case):
    sweep(case, "sign_off.tolerance=0:0.1:0.1")


@register
def sweep_unknown_key(case):
    sweep(case, "sign_off.tolerence=0:0.1:0.1")


@register
def sweep_out_of_bounds(case):
    sweep(case, "sign_off.trim_share=0:2:1")


@register
def sweep_no_number(case):
    sweep(case, "name=0:2:1")


@register
def sweep_no_steps(case):
    sweep(case, "sign_off.tolerance=0:0.1")


@register
def sweep_steering_key(case):
    sweep(case, "sign\x1b[31m_off=0:1:1")


@register
def sweep_over_the_caseload(case):
    sweep(case, "sign_off.tolerance=0:0.1:0.1", "caseload")


@register
def compare_no_hdf5(case):
    case.write("a.h5", "no HDF5")
    case.write("b.h5", "no HDF5 either")
    case.arguments = ["compare", "a.h5", "b.h5"]
    case.results = []


@register
def compare_unknown_design(case):
    case.arguments = ["compare", "framework.yaml", "--replicates", "64", "--against", "Theirs", "--out", "out/r"]
    case.results = []


# ---- calibrations ----


@register
def calibrate_good(case):
    case.calibrate("isotonic")


@register
def calibrate_unknown_method(case):
    case.calibrate("isotonik")


@register
def calibrate_vignettes_missing(case):
    case.calibrate("isotonic", "--vignettes", "nowhere.csv")


@register
def calibrate_vignettes_are_a_folder(case):
    case.calibrate("isotonic", "--vignettes", ".")


@register
def calibrate_over_the_vignettes(case):
    case.calibrate("isotonic", "--vignettes", "vignettes.csv", out="vignettes.csv")


@register
def calibrate_prior_missing(case):
    case.calibrate("glm", "--prior", "nowhere.yaml")


@register
def calibrate_prior_for_a_table(case):
    case.calibrate("isotonic", "--prior", "design.yaml")


@register
def calibrate_interaction_without_a_partner(case):
    case.calibrate("glm", "--interaction", "Washing")


@register
def calibrate_interaction_of_no_question(case):
    case.calibrate("glm", "--interaction", "Washing:Nights")


# ---- outputs that are known before the work: with so many replicates, what is found after it is found too late ----

LONG = ["--replicates", "10000000"]


def finish_a_run(case, *options):
    """A run that has ended well."""
    subprocess.run([os.environ["RASIM_PROGRAM"], "run", "framework.yaml", "--no-what-ifs", "--replicates", "64",
                    "--out", "old", *options], cwd=case.folder, check=True, capture_output=True)


@register
def page_is_a_folder(case):
    (case.folder / "out" / "r.html").mkdir(parents=True)
    case.arguments += [*LONG, "--report"]


@register
def workbook_is_a_folder_of_a_comparison(case):
    (case.folder / "out" / "r.xlsx").mkdir(parents=True)
    case.arguments = ["compare", "framework.yaml", *LONG, "--out", "out/r", "--report"]


@register
def people_are_a_folder(case):
    (case.folder / "out" / "r-people.csv").mkdir(parents=True)
    case.arguments += [*LONG, "--people", "3"]


@register
def sweep_table_is_a_folder(case):
    sweep(case, "sign_off.tolerance=0:0.1:0.1")
    (case.folder / "out" / "r.csv").mkdir(parents=True)
    case.arguments[case.arguments.index("64")] = LONG[1]


@register
def optimised_without_a_folder(case):
    case.arguments = ["optimise", "framework.yaml", *LONG, "--vary", "design.limits.top_slice=0:0.4", "--out",
                      "nowhere/best.yaml"]


@register
def optimised_over_the_design(case):
    case.arguments = ["optimise", "framework.yaml", *LONG, "--vary", "design.limits.top_slice=0:0.4", "--out",
                      "design.yaml"]


@register
def calibrated_over_the_caseload(case):
    case.arguments = ["calibrate", "framework.yaml", *LONG, "--method", "price-per-point", "--out", "caseload.csv"]


@register
def compared_over_a_run(case):
    finish_a_run(case)
    case.arguments = ["compare", "old.h5", "old.h5", "--out", "old"]


@register
def report_over_its_results(case):
    finish_a_run(case)
    case.arguments = ["report", "old.h5", "--markdown", "old.h5"]


@register
def report_tables_below_a_file(case):
    finish_a_run(case)
    case.arguments = ["report", "old.h5", "--csv", "old.json/tables"]


@register
def report_is_too_large(case):
    """What stands is said: results and no report."""
    finish_a_run(case, "--report")
    most = max((case.folder / f"old.{ending}").stat().st_size for ending in ("json", "h5"))
    if (case.folder / "old.html").stat().st_size <= most + 4096:
        raise Impossible("a page without charts is smaller than its results (scripts/bundle-page)")
    case.tells_first = True
    case.arguments += ["--replicates", "64", "--report"]
    case.kept = ["out/r.json", "out/r.h5"]
    case.in_child = limit_file_size(most + 4096)
