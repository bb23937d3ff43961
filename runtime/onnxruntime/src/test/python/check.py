"""Runs ONNX's own checker, shapes included, over all files of a folder.

    pip install onnx==1.23.2
    mvn -pl runtime/onnxruntime -am test -Dtest=LayersTest -Dsurefire.failIfNoSpecifiedTests=false -DargLine=-Donnx.folder=FOLDER
    python check.py FOLDER

Found in 1.23.2: 2040 files, none refused.
"""

import pathlib
import sys

import onnx

files = sorted(pathlib.Path(sys.argv[1]).glob("*.onnx"))
refused = 0
for file in files:
    try:
        onnx.checker.check_model(str(file), full_check=True)
    except (onnx.checker.ValidationError, onnx.shape_inference.InferenceError) as error:
        refused += 1
        print(file.name, str(error)[:300])
print(f"{len(files)} files, {refused or 'none'} refused")
sys.exit(1 if refused else 0)
