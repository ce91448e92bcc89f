import type { PresetText } from "./preset.js";
import type { PresetName } from "./preset-names.js";

/** Help and documentation of each preset; apart, as evaluations do without it. */
export const PRESET_TEXTS: Readonly<Record<PresetName, PresetText>> = {
  framework: {
    summary: "the framework of instance matching strategies; the defaults of all options",
    sources: ["Großkopf et al. 2026, arXiv 2605.31094", "Kirillov et al. 2019, arXiv 1801.00868"],
  },
  panoptica: {
    summary: "the choices of panoptica's Panoptica_Evaluator, some of its oddities included",
    sources: ["Kofler et al. 2023, arXiv 2312.02608", "https://github.com/BrainLesion/panoptica (main, b0ac3e4)"],
  },
  "cc-metrics": {
    summary: "every connected component in its own region: region_avg_dsc is the CC-Dice, region_avg_hd95 the CC-HD95",
    sources: [
      "Jaus et al. 2024, arXiv 2410.18684",
      "https://github.com/alexanderjaus/CC-Metrics (CCMetrics/CC_base.py)",
    ],
  },
  stardist: {
    summary:
      "the matching of stardist.matching: first as many pairs as possible, then the best; with its block of results",
    sources: ["Schmidt et al. 2018, arXiv 1806.03535", "https://github.com/stardist/stardist (stardist/matching.py)"],
  },
  brats: {
    summary:
      "the lesion-wise Dice and HD95 of BraTS 2023, as a block of results, for its tumour regions: whole tumour, tumour " +
      "core, enhancing tumour. The dilation and volume are those of adult glioma (GLI), Sub-Saharan Africa (SSA) and " +
      "paediatrics (PED); meningioma (MEN) has lesionDilation 1, metastases (MET) lesionDilation 1 and lesionVolume 2",
    sources: [
      "https://github.com/rachitsaluja/BraTS-2023-Metrics (metrics.py, 43c9052)",
      "BraTS 2023 (https://www.synapse.org/Synapse:syn51156910), the organisers' note on performance metrics",
    ],
  },
  "brats-pre-2023": {
    summary:
      "the same for data of BraTS before 2023, whose enhancing tumour is label 4: whole tumour 1, 2, 4, tumour core 1, 4",
    sources: ["https://www.med.upenn.edu/cbica/brats2021 (labels 1 NCR, 2 ED, 4 ET)"],
  },
  autopet: {
    summary:
      "the scores of autoPET: Dice of the foregrounds (global_bin_dsc), and the volumes of components that touch nothing of " +
      "the other side, which autoPET gives in ml and this in mm³",
    sources: ["https://github.com/lab-midas/autoPET (val_script.py, 468179b)"],
  },
  isles: {
    summary:
      "the scores of ISLES 2022: Dice of the foregrounds (global_bin_dsc), absolute differences of volume (in mm³ instead of " +
      "ml) and count, and F1 of lesions, which are found by any overlap. Both volumes empty is undefined, where ISLES has 1 as F1 and Dice",
    sources: ["https://github.com/ezequieldlrosa/isles22 (utils/eval_utils.py, 31b7c8c)"],
  },
  cremi: {
    summary:
      "the scores of CREMI for neurons: variation of information and adapted Rand error, without the reference's background. " +
      "With a border_threshold CREMI first sets the reference near borders to background, and its code divides voxels that are not predicted " +
      "by the size of the grid, where SNEMI3D and this count each as a segment",
    sources: ["https://github.com/cremi/cremi_python (cremi/evaluation/voi.py, rand.py, NeuronIds.py, aa6d211)"],
  },
  "cell-tracking": {
    summary:
      "SEG of the Cell Tracking Challenge: a reference is found by the prediction that has more than half of it, and one " +
      "prediction may find several",
    sources: [
      "Ulman et al. 2017, DOI 10.1038/nmeth.4473",
      "http://celltrackingchallenge.net/evaluation-methodology",
      "https://github.com/CellTrackingChallenge/py-ctcmetrics (ctc_metrics/utils/representations.py, technical/seg.py, 9865e6f)",
    ],
  },
  cellpose: {
    summary: "average precision as cellpose.metrics has it, at 0.5, 0.75 and 0.9, and the mean from 0.5 to 0.95",
    sources: [
      "Stringer et al. 2021, DOI 10.1038/s41592-020-01018-x",
      "https://github.com/MouseLand/cellpose (cellpose/metrics.py, 849ca11)",
    ],
  },
};
