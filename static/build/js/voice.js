// Records a voice note into the page's own file field, so that everything after that is the page without a script.
const box = document.querySelector(".recorder");
const input = document.querySelector('input[type="file"][name="sound"]');
const kinds = ["audio/webm;codecs=opus", "audio/mp4", "audio/ogg;codecs=opus"];

if (box && input && window.MediaRecorder && window.DataTransfer && navigator.mediaDevices) {
  const [record, pause, stop, drop] = ["record", "pause", "stop", "drop"].map((name) => box.querySelector(`[data-do="${name}"]`));
  const status = box.querySelector('[role="status"]');
  let recorder, parts, ticking, seconds, kept;

  const show = (running) => {
    record.hidden = running;
    pause.hidden = stop.hidden = drop.hidden = !running;
  };
  const say = () => {
    status.textContent = `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, "0")}`;
  };
  const end = () => {
    clearInterval(ticking);
    if (recorder && recorder.state !== "inactive") recorder.stop();
  };
  const finish = () => {
    for (const track of recorder.stream.getTracks()) track.stop();
    show(false);
    if (!kept) return;
    const type = recorder.mimeType || "audio/webm";
    const carry = new DataTransfer();
    carry.items.add(new File(parts, "voice", { type }));
    input.files = carry.files;
    box.closest("form").requestSubmit(document.querySelector('button[value="add"]'));
  };
  const begin = async () => {
    try {
      const stream = await navigator.mediaDevices.getUserMedia({ audio: true });
      const mimeType = kinds.find((one) => MediaRecorder.isTypeSupported(one));
      recorder = new MediaRecorder(stream, mimeType ? { mimeType, audioBitsPerSecond: 32000 } : undefined);
    } catch {
      status.textContent = box.dataset.denied;
      return;
    }
    parts = [];
    seconds = 0;
    kept = false;
    recorder.addEventListener("dataavailable", (event) => parts.push(event.data));
    recorder.addEventListener("stop", finish);
    recorder.start(1000);
    show(true);
    say();
    ticking = setInterval(() => {
      if (recorder.state !== "recording") return;
      seconds += 1;
      say();
      if (seconds >= Number(box.dataset.seconds)) {
        kept = true;
        end();
      }
    }, 1000);
  };

  box.hidden = false;
  record.addEventListener("click", begin);
  pause.addEventListener("click", () => {
    const paused = recorder.state === "paused";
    if (paused) recorder.resume();
    else recorder.pause();
    pause.textContent = paused ? box.dataset.pause : box.dataset.resume;
  });
  stop.addEventListener("click", () => {
    kept = true;
    end();
  });
  drop.addEventListener("click", () => {
    end();
    status.textContent = "";
  });
  addEventListener("pagehide", end);
}
